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
  {
    group: 'mine',
    to: '/settings/profile',
    label: 'staff:settings.profile',
    icon: UserRound,
    keywords: ['gerenziliao', 'gr', 'profile'],
  },
  {
    group: 'mine',
    to: '/settings/security',
    label: 'staff:settings.security',
    icon: MonitorSmartphone,
    keywords: ['mima', 'anquan', 'denglu', 'mm', 'password', 'security', 'sessions'],
  },
  {
    group: 'mine',
    to: '/settings/tokens',
    label: 'staff:settings.tokens',
    icon: KeyRound,
    keywords: ['lingpai', 'lp', 'api', 'tokens'],
  },
  {
    group: 'workspace',
    to: '/settings/workspace',
    label: 'staff:settings.workspace',
    icon: Building2,
    keywords: ['gongzuoqu', 'gzq', 'gongsi', 'workspace'],
  },
  {
    group: 'workspace',
    to: '/users',
    label: 'staff:settings.users',
    icon: UsersRound,
    keywords: ['yonghu', 'yh', 'chengyuan', 'users'],
    object: 'user',
  },
  {
    group: 'workspace',
    to: '/settings/teams',
    label: 'staff:settings.teams',
    icon: Network,
    keywords: ['zuzhi', 'tuandui', 'xiaozu', 'teams', 'units'],
    object: 'org_unit',
  },
  {
    group: 'workspace',
    to: '/settings/roles',
    label: 'staff:settings.roles',
    icon: ShieldCheck,
    keywords: ['juese', 'quanxian', 'js', 'roles', 'rights'],
    object: 'role',
  },
];
