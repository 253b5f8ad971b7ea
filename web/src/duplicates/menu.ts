import { Combine } from 'lucide-react';
import { type MenuEntry, may } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/duplicates',
    label: 'duplicates:menu',
    icon: Combine,
    // Whoever may not remove a record cannot make one of two.
    shown: (grants) => may(grants, 'account', 'remove') || may(grants, 'contact', 'remove'),
    key: 'd',
    keywords: ['chachong', 'cc', 'hebing', 'chongfu', 'duplicates', 'merge'],
  },
];

export const menu = { pages };
