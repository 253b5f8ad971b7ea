import { Link } from '@tanstack/react-router';
import { Keyboard, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isAt, isShown, type MenuEntry, MOD_KEY, useMe } from '@/lib';
import { Mark } from '@/ui/Mark';
import { MENU, MENU_BELOW } from './menu';
import { NotificationBell } from './NotificationBell';
import { UserMenu } from './UserMenu';
import { usePath } from './usePath';

const SEARCH_KEYS = `${MOD_KEY} K`;

/** The menu on wide screens. */
export function Sidebar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const { t } = useTranslation('app');
  const { workspace } = useMe();
  return (
    <div className="side">
      <header className="side-brand">
        <Mark />
        <div className="clip">
          <strong>{t('app:product')}</strong>
          <span className="clip">{workspace.name}</span>
        </div>
        <NotificationBell />
      </header>
      <button type="button" className="side-search" onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <Search size={15} aria-hidden />
        <span className="clip">{t('app:search')}</span>
        <kbd>{SEARCH_KEYS}</kbd>
      </button>
      <nav className="side-nav" aria-label={t('app:menu')}>
        <Entries entries={MENU} />
        <hr />
        <Entries entries={MENU_BELOW} />
      </nav>
      <div className="side-foot">
        <UserMenu />
        <button
          type="button"
          className="icon-button"
          aria-label={t('app:shortcut.help')}
          title={`${t('app:shortcut.help')} ?`}
          onClick={onHelp}
        >
          <Keyboard size={16} aria-hidden />
        </button>
      </div>
    </div>
  );
}

function Entries({ entries }: { entries: MenuEntry[] }) {
  const { t } = useTranslation('app');
  const { grants } = useMe();
  const path = usePath();
  return (
    <ul>
      {entries
        .filter((entry) => isShown(entry, grants))
        .map((entry) => (
          <li key={entry.to}>
            <Link
              to={entry.to}
              className={isAt(entry, path) ? 'side-link on' : 'side-link'}
              aria-current={isAt(entry, path) ? 'page' : undefined}
              activeOptions={{ exact: entry.to === '/' }}
            >
              <entry.icon size={16} aria-hidden />
              <span className="clip">{t(entry.label)}</span>
            </Link>
          </li>
        ))}
    </ul>
  );
}
