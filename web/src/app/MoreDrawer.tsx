import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { isAt, type MenuEntry } from '@/lib';
import { useOver } from '@/ui/over';
import { NotificationBell } from './NotificationBell';
import { UserMenu } from './UserMenu';
import { usePath } from './usePath';

/** The pages that do not fit the phone's bottom bar. */
export function MoreDrawer({ entries, onClose }: { entries: MenuEntry[]; onClose: () => void }) {
  const { t } = useTranslation('app');
  const path = usePath();
  useOver(onClose);
  return (
    <Drawer
      open
      placement="bottom"
      size="auto"
      title={t('app:menu')}
      onClose={onClose}
      styles={{ body: { padding: 12 } }}
    >
      <ul className="more-list">
        {entries.map((entry) => (
          <li key={entry.to}>
            <Link
              to={entry.to}
              className={isAt(entry, path) ? 'side-link on' : 'side-link'}
              aria-current={isAt(entry, path) ? 'page' : undefined}
              onClick={onClose}
            >
              <entry.icon size={18} aria-hidden />
              {t(entry.label)}
            </Link>
          </li>
        ))}
      </ul>
      <div className="more-foot">
        <UserMenu />
        <NotificationBell onLeave={onClose} />
      </div>
    </Drawer>
  );
}
