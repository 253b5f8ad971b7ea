import { Target } from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/settings/territories',
    label: 'territories:menu',
    icon: Target,
    keywords: ['fenpeiguize', 'fenpei', 'quyu', 'fpgz', 'territories'],
    object: 'territory',
  },
];
