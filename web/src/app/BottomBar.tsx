import { Link } from '@tanstack/react-router';
import { Ellipsis, Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAt, isShown, useMe } from '@/lib';
import { MENU, MENU_BELOW } from './menu';
import { badgeOf, useNotifications } from './notifications';
import { usePath } from './usePath';

const MoreDrawer = lazy(() => import('./MoreDrawer').then((file) => ({ default: file.MoreDrawer })));

/** Three pages, search, and the rest: what a thumb reaches. */
const PAGES = 3;

export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation('app');
  const { grants } = useMe();
  const [open, setOpen] = useState(false);
  const unread = useNotifications().data?.unread ?? 0;
  const path = usePath();
  const all = [...MENU, ...MENU_BELOW].filter((entry) => isShown(entry, grants));
  const rest = all.slice(PAGES);
  const beyond = rest.some((entry) => isAt(entry, path));
  return (
    <nav className="bottom" aria-label={t('app:menu')}>
      {all.slice(0, PAGES).map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/' }}
          activeProps={{ className: 'on', 'aria-current': 'page' }}
        >
          <Icon size={21} aria-hidden />
          <span className="clip">{t(label)}</span>
        </Link>
      ))}
      <button type="button" onClick={onSearch}>
        <Search size={21} aria-hidden />
        <span className="clip">{t('app:search_short')}</span>
      </button>
      <button
        type="button"
        className={beyond ? 'bell on' : 'bell'}
        aria-current={beyond || undefined}
        aria-expanded={open}
        aria-label={
          unread > 0
            ? [t('app:more'), t('app:notifications.unread', { count: unread })].join(t('ui:comma'))
            : undefined
        }
        onClick={() => setOpen(true)}
      >
        <Ellipsis size={21} aria-hidden />
        <span className="clip">{t('app:more')}</span>
        {unread > 0 && <b>{badgeOf(unread)}</b>}
      </button>
      <Suspense>{open && <MoreDrawer entries={rest} onClose={() => setOpen(false)} />}</Suspense>
    </nav>
  );
}
