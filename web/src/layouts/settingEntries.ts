import { LayoutList } from 'lucide-react';
import { may, type SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/settings/layouts',
    label: 'layouts:menu',
    icon: LayoutList,
    keywords: ['biaodanbuju', 'buju', 'bdbj', 'layout', 'form'],
    shown: (grants) => may(grants, 'layout', 'change'),
  },
];
