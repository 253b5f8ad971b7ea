import type { Locale as AntdLocale } from 'antd/es/locale';
import dayjs from 'dayjs';
import i18next from 'i18next';
import { createContext, use } from 'react';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '@/api';
import { stored } from './stored';

export const LOCALES: { value: Locale; label: string; lang: string }[] = [
  { value: 'zh-CN', label: '简体中文', lang: 'zh-Hans-CN' },
  { value: 'zh-TW', label: '繁體中文', lang: 'zh-Hant-TW' },
  { value: 'en', label: 'English', lang: 'en' },
];

type Texts = { resources: Record<string, Record<string, string>>; antd: AntdLocale };

// What the shell says, one file a locale: two more languages cost a visitor nothing.
const LOADERS: Record<Locale, () => Promise<Texts>> = {
  'zh-CN': () => import('./locales/zh-CN'),
  'zh-TW': () => import('./locales/zh-TW'),
  en: () => import('./locales/en'),
};

// What the pages of a capability say, one file a capability and locale.
const PAGES = import.meta.glob<Record<string, string>>(['../*/i18n/*.json', '!../app/**', '!../ui/**'], {
  import: 'default',
});

// What goes wrong seldom: it comes after everything that a page needs to be seen.
const ERRORS = import.meta.glob<Record<string, string>>('../ui/i18n/errors/*.json', { import: 'default' });

const remembered = stored<Locale>('guanxi.locale');

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale.value === value);
}

/** The locale of a first visit: the one chosen before, else the browser's, else Simplified Chinese. */
export function firstLocale(): Locale {
  const before = remembered.read();
  if (isLocale(before)) return before;
  for (const language of navigator.languages ?? []) {
    if (/^zh[-_](tw|hk|mo|hant)/i.test(language)) return 'zh-TW';
    if (/^zh/i.test(language)) return 'zh-CN';
    if (/^en/i.test(language)) return 'en';
  }
  return 'zh-CN';
}

export type LocaleState = { locale: Locale; antd: AntdLocale; setLocale: (next: Locale) => Promise<void> };
export const LocaleContext = createContext<LocaleState | null>(null);

export function useLocale(): LocaleState {
  const state = use(LocaleContext);
  if (!state) throw new Error('LocaleContext is missing');
  return state;
}

/** Loads a locale and makes it the present one; answers the widget library's own texts. */
export async function loadLocale(locale: Locale): Promise<AntdLocale> {
  const texts = await LOADERS[locale]();
  const namespaces = Object.keys(texts.resources);
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      resources: {},
      lng: locale,
      // A missing text must be seen and fixed, never papered over with another language.
      fallbackLng: false,
      ns: namespaces,
      keySeparator: false,
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  }
  for (const [namespace, values] of Object.entries(texts.resources)) {
    i18next.addResourceBundle(locale, namespace, values, true, true);
  }
  await Promise.all([...wanted].map((capability) => load(capability, locale)));
  // Without the network the server's own sentence stands in, and the next page asks again.
  errorTexts(locale).catch(() => undefined);
  await i18next.changeLanguage(locale);
  dayjs.locale(locale === 'en' ? 'en' : locale.toLowerCase());
  // Han glyphs differ between the scripts: without the right tag the browser may draw the wrong ones.
  document.documentElement.lang = LOCALES.find((entry) => entry.value === locale)?.lang ?? locale;
  remembered.write(locale);
  return texts.antd;
}

/** The capabilities whose pages have been shown, so that another language brings their texts too. */
const wanted = new Set<string>();
const loads = new Map<string, Promise<void>>();

function load(capability: string, locale: string): Promise<void> {
  return once(`${capability}/i18n/${locale}`, capability, locale);
}

/** The texts of every code that the server refuses with. */
export function errorTexts(locale: string = i18next.language): Promise<void> {
  return once(`ui/i18n/errors/${locale}`, 'ui', locale);
}

function once(key: string, capability: string, locale: string): Promise<void> {
  const before = loads.get(key);
  if (before) return before;
  const read = PAGES[`../${key}.json`] ?? ERRORS[`../${key}.json`];
  if (!read) throw new Error(`no texts ${key}`);
  const now = read().then(
    (texts) => void i18next.addResourceBundle(locale, capability, texts, true, true),
    (cause: unknown) => {
      loads.delete(key);
      throw cause;
    },
  );
  loads.set(key, now);
  return now;
}

/** The code of a page and the texts it speaks, together: nobody sees a page without its words. */
export function withTexts<T>(code: () => Promise<T>, ...capabilities: string[]): () => Promise<T> {
  return async () => {
    for (const capability of capabilities) wanted.add(capability);
    errorTexts().catch(() => undefined);
    const texts = capabilities.map((capability) => load(capability, i18next.language));
    const [file] = await Promise.all([code(), ...texts]);
    return file;
  };
}
