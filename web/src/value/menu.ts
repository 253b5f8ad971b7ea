import { ChartScatter, Gem, Target } from 'lucide-react';
import type { MenuEntry } from '@/lib';
import { seesAll } from './seesAll';

const pages: MenuEntry[] = [
  {
    to: '/value',
    label: 'value:menu',
    icon: Gem,
    object: 'value',
    shown: seesAll,
    key: 'v',
    keywords: ['kehujiazhi', 'khjz', 'jiazhi', 'value', 'pyramid', 'abc'],
  },
  {
    to: '/portfolio',
    label: 'value:menu_portfolio',
    icon: ChartScatter,
    object: 'value',
    key: 'f',
    keywords: ['kehuzuhe', 'khzh', 'zuhe', 'fenbu', 'portfolio', 'matrix'],
  },
  {
    to: '/objectives',
    label: 'value:objectives_menu',
    icon: Target,
    object: 'value',
    shown: seesAll,
    key: 'b',
    keywords: ['jingyingmubiao', 'jymb', 'mubiao', 'objectives', 'goals', 'kpi'],
  },
];

export const menu = { pages };
