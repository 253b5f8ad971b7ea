import { HeartPulse } from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/settings/health',
    label: 'health:menu',
    icon: HeartPulse,
    keywords: ['yunxingzhuangkuang', 'yxzk', 'beifen', 'bf', 'health', 'backup'],
    object: 'health',
  },
];
