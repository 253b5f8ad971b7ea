import { ArrowDownUp, FileDown } from 'lucide-react';
import { type MenuEntry, may } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/imports',
    label: 'admin:menu',
    also: ['/exports'],
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

export const menu = { pages };
