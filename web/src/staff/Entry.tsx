import { Languages } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCALES, useLocale, useTitle } from '@/lib';
import { Mark, Menu } from '@/ui';
import './entry.css';

type Props = { title: string; text?: string; wide?: boolean; children: ReactNode };

/** The frame of the pages before the shell: mark, one question, language. */
export function Entry({ title, text, wide = false, children }: Props) {
  const { t } = useTranslation('staff');
  const { locale, setLocale } = useLocale();
  useTitle(title);
  return (
    <div className="entry">
      <header>
        <Mark size={30} />
        <strong>{t('app:product')}</strong>
        <Menu
          label={t('staff:setup.language')}
          placement="bottomRight"
          items={LOCALES.map(({ value, label, lang }) => ({
            key: value,
            label: <span lang={lang}>{label}</span>,
            checked: locale === value,
            onClick: () => void setLocale(value),
          }))}
        >
          <button type="button" className="entry-language">
            <Languages size={16} aria-hidden />
            {LOCALES.find((each) => each.value === locale)?.label}
          </button>
        </Menu>
      </header>
      <main className={wide ? 'entry-card wide' : 'entry-card'}>
        <h1>{title}</h1>
        {text && <p className="muted">{text}</p>}
        {children}
      </main>
    </div>
  );
}
