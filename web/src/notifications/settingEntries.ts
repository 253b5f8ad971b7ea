import { BellRing } from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'mine',
    to: '/settings/notifications',
    label: 'notifications:menu',
    icon: BellRing,
    keywords: ['tongzhishezhi', 'tongzhi', 'tixing', 'guanzhu', 'tzsz', 'notifications', 'follow'],
  },
];
