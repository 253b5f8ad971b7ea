import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MenuEntry } from '@/lib';
import { NotificationBell } from './NotificationBell';
import { UserMenu } from './UserMenu';

/** The pages that do not fit the phone's bottom bar. */
export function MoreDrawer({ entries, onClose }: { entries: MenuEntry[]; onClose: () => void }) {
  const { t } = useTranslation('app');
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
        {entries.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className="side-link" onClick={onClose}>
              <Icon size={18} aria-hidden />
              {t(label)}
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
