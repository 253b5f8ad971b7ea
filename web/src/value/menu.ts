import { Gem } from 'lucide-react';
import type { MenuEntry } from '@/lib';

const pages: MenuEntry[] = [
  {
    to: '/value',
    label: 'value:menu',
    icon: Gem,
    object: 'account',
    shown: (grants) =>
      grants.some(
        (grant) =>
          (grant.object === 'account' || grant.object === '*') &&
          grant.action === 'read' &&
          grant.scope === 'all',
      ),
    key: 'v',
    keywords: ['kehujiazhi', 'khjz', 'jiazhi', 'value', 'pyramid', 'abc'],
  },
];

export const menu = { pages };
