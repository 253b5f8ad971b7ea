import { BellRing } from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'mine',
    to: '/settings/notifications',
    label: 'interactions:settings.notifications',
    icon: BellRing,
    keywords: ['tongzhishezhi', 'tongzhi', 'tixing', 'guanzhu', 'tzsz', 'notifications', 'follow'],
  },
];
