import { Link, Outlet } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isShown, useMe } from '@/lib';
import './settings.css';
import { SETTINGS } from './settings';
import { usePath } from './usePath';

const GROUPS = ['mine', 'workspace'] as const;

/** The frame of every settings page: what there is to set, and beside it the page itself. */
export function SettingsFrame() {
  const { t } = useTranslation('app');
  const { grants } = useMe();
  const path = usePath();
  const nav = useRef<HTMLElement>(null);
  // On a phone the entries scroll sideways: the present one must be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another page is shown.
  useEffect(() => {
    nav.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <div className="settings">
      <nav ref={nav} aria-label={t('staff:menu')}>
        {GROUPS.map((group) => (
          <div key={group}>
            <p>{t(`app:settings.${group}`)}</p>
            <ul>
              {SETTINGS.filter((entry) => entry.group === group && isShown(entry, grants)).map(
                ({ to, label, icon: Icon }) => (
                  <li key={to}>
                    <Link to={to} activeProps={{ className: 'on', 'aria-current': 'page' }}>
                      <Icon size={16} aria-hidden />
                      {t(label)}
                    </Link>
                  </li>
                ),
              )}
            </ul>
          </div>
        ))}
      </nav>
      <div className="settings-main">
        <Outlet />
      </div>
    </div>
  );
}
