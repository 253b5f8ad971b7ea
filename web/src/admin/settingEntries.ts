import { History, ListTodo, SlidersHorizontal } from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/parameters',
    label: 'admin:menu_parameters',
    icon: SlidersHorizontal,
    keywords: ['canshu', 'cs', 'parameters'],
    object: 'parameter',
  },
  {
    group: 'workspace',
    to: '/audit',
    label: 'admin:menu_audit',
    icon: History,
    keywords: ['shenji', 'sj', 'rizhi', 'audit'],
    object: 'event',
  },
  {
    group: 'workspace',
    to: '/jobs',
    label: 'admin:menu_jobs',
    icon: ListTodo,
    keywords: ['houtairenwu', 'renwu', 'ht', 'jobs'],
  },
];
