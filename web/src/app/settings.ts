import { settings as admin } from '@/admin/settingEntries';
import { settings as survey } from '@/customerfiles/settingEntries';
import { settings as fields } from '@/fields/settingEntries';
import { settings as health } from '@/health/settingEntries';
import type { SettingEntry } from '@/lib';
import { settings as staff } from '@/staff/settingEntries';
import { settings as territories } from '@/territories/settingEntries';

/** What there is to set, one's own first. */
export const SETTINGS: SettingEntry[] = [...staff, ...territories, ...fields, ...survey, ...admin, ...health];
