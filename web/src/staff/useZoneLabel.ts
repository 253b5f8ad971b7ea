import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/lib';

/** Where those who sell from China live and sell; the browser knows no words for cities. The first is the likeliest. */
export const CITIES = [
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Hong_Kong',
  'Asia/Macau',
  'Asia/Taipei',
  'Asia/Singapore',
  'Asia/Kuala_Lumpur',
  'Asia/Bangkok',
  'Asia/Ho_Chi_Minh',
  'Asia/Jakarta',
  'Asia/Manila',
  'Asia/Tokyo',
  'Asia/Seoul',
  'Asia/Dubai',
  'Europe/London',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Moscow',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Toronto',
  'America/Vancouver',
  'Australia/Sydney',
  'UTC',
];

/** Browsers still call some zones by an older name. */
const NOW_CALLED: Record<string, string> = { 'Asia/Saigon': 'Asia/Ho_Chi_Minh', 'Etc/UTC': 'UTC' };

/** Every zone once, the cities first; with the one that is chosen, whatever it is called. */
export function zonesWith(chosen: string | undefined): string[] {
  const known = Intl.supportedValuesOf('timeZone').filter((zone) => !NOW_CALLED[zone]);
  return [...new Set([...CITIES, ...known, ...(chosen ? [chosen] : [])])];
}

/** «中国标准时间»: what people of that zone call its time. */
function timeIn(zone: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' });
  return format.formatToParts().find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** What a zone is called: its city and its name, or its name and what its time is called; and the words to find it by. */
export function useZoneLabel() {
  const { t } = useTranslation('staff');
  const { locale } = useLocale();
  return useCallback(
    (zone: string) => {
      const called = NOW_CALLED[zone] ?? zone;
      const time = timeIn(zone, locale);
      const [name, more] = CITIES.includes(called) ? [t(`staff:zone.${called}`), zone] : [zone, time];
      return {
        label: t('staff:zone_name', { name, more }),
        words: [name, zone, zone.replaceAll('_', ' '), time].join(' ').toLowerCase(),
      };
    },
    [t, locale],
  );
}
