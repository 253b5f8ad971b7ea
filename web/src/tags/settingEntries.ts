import { Tags } from 'lucide-react';
import type { SettingEntry } from '@/lib';
import { tagged } from './tagged';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/settings/tags',
    label: 'tags:menu',
    icon: Tags,
    keywords: ['biaoqian', 'bq', 'tags'],
    shown: (grants) => tagged(grants).length > 0,
  },
];
