import {
  Building2,
  KeyRound,
  MonitorSmartphone,
  Network,
  ShieldCheck,
  UserRound,
  UsersRound,
} from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  { group: 'mine', to: '/settings/profile', label: 'staff:settings.profile', icon: UserRound },
  { group: 'mine', to: '/settings/security', label: 'staff:settings.security', icon: MonitorSmartphone },
  { group: 'mine', to: '/settings/tokens', label: 'staff:settings.tokens', icon: KeyRound },
  { group: 'workspace', to: '/settings/workspace', label: 'staff:settings.workspace', icon: Building2 },
  { group: 'workspace', to: '/users', label: 'staff:settings.users', icon: UsersRound, object: 'user' },
  {
    group: 'workspace',
    to: '/settings/teams',
    label: 'staff:settings.teams',
    icon: Network,
    object: 'org_unit',
  },
  {
    group: 'workspace',
    to: '/settings/roles',
    label: 'staff:settings.roles',
    icon: ShieldCheck,
    object: 'role',
  },
];
