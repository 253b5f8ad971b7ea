import { daysAhead, presentOf } from '@/lib';

export type DayGroup = 'ahead' | 'today' | 'yesterday' | 'week' | 'earlier';

/** The week starts on Monday, in China as in ISO 8601. */
export function dayGroup(at: string, present = presentOf(at)): DayGroup {
  const days = -daysAhead(at, present);
  if (days < 0) return 'ahead';
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  return days <= (present.day() + 6) % 7 ? 'week' : 'earlier';
}
