import { now } from '@/lib';

/** The days a next step mostly falls on, counted from today. */
export function quickDays(today = now()) {
  const day = (n: number) => today.add(n, 'day').format('YYYY-MM-DD');
  const monday = 7 - ((today.day() + 6) % 7);
  return [
    { key: 'tomorrow', date: day(1) },
    { key: 'in3days', date: day(3) },
    { key: 'monday', date: day(monday) },
  ] as const;
}
