import { settings as admin } from '@/admin/settingEntries';
import { settings as survey } from '@/customerfiles/settingEntries';
import { settings as fields } from '@/fields/settingEntries';
import { settings as health } from '@/health/settingEntries';
import { settings as layouts } from '@/layouts/settingEntries';
import type { SettingEntry } from '@/lib';
import { settings as notifications } from '@/notifications/settingEntries';
import { settings as staff } from '@/staff/settingEntries';
import { settings as tags } from '@/tags/settingEntries';
import { settings as territories } from '@/territories/settingEntries';

const all: SettingEntry[] = [
  ...staff,
  ...notifications,
  ...territories,
  ...fields,
  ...layouts,
  ...tags,
  ...survey,
  ...admin,
  ...health,
];

/** What there is to set, one's own first. */
export const SETTINGS = ['mine', 'workspace'].flatMap((group) =>
  all.filter((entry) => entry.group === group),
);
