import { today } from '@/lib';

/** The days a next step mostly falls on, counted from today. */
export function quickDays(present = today()) {
  const day = (n: number) => present.add(n, 'day').format('YYYY-MM-DD');
  const monday = 7 - ((present.day() + 6) % 7);
  return [
    { key: 'today', date: day(0) },
    { key: 'tomorrow', date: day(1) },
    { key: 'in3days', date: day(3) },
    { key: 'monday', date: day(monday) },
  ] as const;
}
