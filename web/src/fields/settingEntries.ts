import { TextCursorInput } from 'lucide-react';
import type { SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/settings/fields',
    label: 'fields:menu',
    icon: TextCursorInput,
    keywords: ['zidingyiziduan', 'ziduan', 'zd', 'custom fields'],
    object: 'custom_field',
  },
];
