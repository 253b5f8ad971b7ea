import { daysAhead } from '@/lib';

/** What is said of the next order: of who ordered once, the cycle is that of others; of who is late, that it is over. */
export function cycleText(due: string, hasOrderedOnce: boolean): string {
  const isLate = daysAhead(due) < 0;
  if (hasOrderedOnce) return isLate ? 'value:cycle_once_late' : 'value:cycle_once';
  return isLate ? 'value:cycle_late' : 'value:cycle_text';
}
