import { ListTodo } from 'lucide-react';
import { may, type SettingEntry } from '@/lib';

export const settings: SettingEntry[] = [
  {
    group: 'workspace',
    to: '/settings/customer-survey',
    label: 'customerfiles:survey_menu',
    icon: ListTodo,
    keywords: ['diaochabiao', 'kehudiaocha', 'khdc', 'customer survey'],
    object: 'file_form',
    shown: (grants) => may(grants, 'file_form', 'change'),
  },
];
