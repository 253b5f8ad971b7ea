import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isShown, settingsOf, useMe } from '@/lib';
import './settings.css';

const GROUPS = ['mine', 'workspace'] as const;

/** The frame of every settings page: what there is to set, and beside it the page itself. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('ui');
  const { grants } = useMe();
  const nav = useRef<HTMLElement>(null);
  // On a phone the entries scroll sideways: the present one must be seen.
  useEffect(() => {
    nav.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <div className="settings">
      <nav ref={nav} aria-label={t('ui:settings.label')}>
        {GROUPS.map((group) => (
          <div key={group}>
            <p>{t(`ui:settings.${group}`)}</p>
            <ul>
              {settingsOf(group)
                .filter((entry) => isShown(entry, grants))
                .map(({ to, label, icon: Icon }) => (
                  <li key={to}>
                    <Link to={to} activeProps={{ className: 'on', 'aria-current': 'page' }}>
                      <Icon size={16} aria-hidden />
                      {t(label)}
                    </Link>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="settings-main">{children}</div>
    </div>
  );
}
