import { ArrowDownUp, FileDown, History, ListTodo, SlidersHorizontal } from 'lucide-react';
import { type MenuEntry, may, type SettingEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/imports',
    label: 'admin:menu',
    icon: ArrowDownUp,
    object: 'import',
    key: 'm',
    keywords: ['daoru', 'daochu', 'dr', 'dc', 'import', 'export'],
  },
  {
    to: '/exports',
    label: 'admin:menu_exports',
    icon: FileDown,
    // Whoever may import finds the files beside the imports.
    shown: (grants) => !may(grants, 'import', 'read') && grants.some((grant) => grant.action === 'export'),
    key: 'm',
    keywords: ['daochu', 'dc', 'export'],
  },
];

const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/parameters',
    label: 'admin:menu_parameters',
    icon: SlidersHorizontal,
    object: 'parameter',
  },
  { group: 'workspace', to: '/audit', label: 'admin:menu_audit', icon: History, object: 'event' },
  { group: 'workspace', to: '/jobs', label: 'admin:menu_jobs', icon: ListTodo },
];

export const menu = { pages, settings };
