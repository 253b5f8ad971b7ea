import { Link } from '@tanstack/react-router';
import {
  Building2,
  History,
  KeyRound,
  ListTodo,
  MonitorSmartphone,
  Network,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '@/lib';
import './settings.css';

const GROUPS = [
  {
    key: 'mine',
    entries: [
      { to: '/settings/profile', key: 'profile', icon: UserRound },
      { to: '/settings/security', key: 'security', icon: MonitorSmartphone },
      { to: '/settings/tokens', key: 'tokens', icon: KeyRound },
    ],
  },
  {
    key: 'workspace',
    entries: [
      { to: '/settings/workspace', key: 'workspace', icon: Building2 },
      { to: '/users', key: 'users', icon: UsersRound, object: 'user' },
      { to: '/settings/teams', key: 'teams', icon: Network, object: 'org_unit' },
      { to: '/settings/roles', key: 'roles', icon: ShieldCheck, object: 'role' },
      { to: '/parameters', key: 'parameters', icon: SlidersHorizontal, object: 'parameter' },
      { to: '/audit', key: 'audit', icon: History, object: 'event' },
      { to: '/jobs', key: 'jobs', icon: ListTodo },
    ],
  },
] as const;

/** The frame of every settings page: what there is to set, and beside it the page itself. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('staff');
  const { grants } = useMe();
  const nav = useRef<HTMLElement>(null);
  // On a phone the entries scroll sideways: the present one must be seen.
  useEffect(() => {
    nav.current?.querySelector('.on')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, []);
  return (
    <div className="settings">
      <nav ref={nav} aria-label={t('staff:menu')}>
        {GROUPS.map((group) => (
          <div key={group.key}>
            <p>{t(`staff:settings.${group.key}`)}</p>
            <ul>
              {group.entries
                .filter((entry) => !('object' in entry) || may(grants, entry.object, 'read'))
                .map(({ to, key, icon: Icon }) => (
                  <li key={to}>
                    <Link to={to} activeProps={{ className: 'on', 'aria-current': 'page' }}>
                      <Icon size={16} aria-hidden />
                      {t(`staff:settings.${key}`)}
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
