import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../web/src/', import.meta.url));

/** All texts of the web app in a language, by their keys with the capability before. */
function textsIn(locale: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const capability of readdirSync(SOURCES)) {
    for (const part of ['', 'shell/', 'errors/']) {
      const file = `${SOURCES}${capability}/i18n/${part}${locale}.json`;
      if (!existsSync(file)) continue;
      const found: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
      for (const [key, text] of Object.entries(found)) texts.set(`${capability}:${key}`, text);
    }
  }
  return texts;
}

const texts = textsIn('zh-CN');

/** Whether a text is one of this language that the other language would never say. */
export function own(locale: string, other: string): (text: string) => boolean {
  const others = new Set(textsIn(other).values());
  const ours = new Set([...textsIn(locale).values()].filter((text) => !others.has(text)));
  return (text) => ours.has(text);
}

type Values = Record<string, string | number>;

/** The Chinese text the web app shows for a key, so that a better wording does not break a journey. */
export function t(key: string, values: Values = {}): string {
  const text = texts.get(key) ?? texts.get(`${key}_other`);
  if (text === undefined) throw new Error(`the web app has no text ${key}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the text ${key} needs ${name}`);
    return String(value);
  });
}
