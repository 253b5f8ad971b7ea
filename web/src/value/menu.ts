import { Gem } from 'lucide-react';
import { type MenuEntry, may } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/value',
    label: 'value:menu',
    icon: Gem,
    object: 'account',
    // What is told of all tells of each.
    shown: (grants) =>
      may(
        grants.filter((grant) => grant.scope === 'all'),
        'account',
        'read',
      ),
    key: 'v',
    keywords: ['kehujiazhi', 'khjz', 'jiazhi', 'value', 'pyramid', 'abc'],
  },
];

export const menu = { pages };
