import dayjs from 'dayjs';
import { expect, test } from 'vitest';
import { cycleText } from './cycleText';

test('of who ordered once the cycle is that of others, and a day that is over is no forecast', () => {
  const [soon, over] = [3, -3].map((days) => dayjs().add(days, 'day').format('YYYY-MM-DD'));
  expect([cycleText(soon ?? '', false), cycleText(over ?? '', false)]).toEqual([
    'value:cycle_text',
    'value:cycle_late',
  ]);
  expect([cycleText(soon ?? '', true), cycleText(over ?? '', true)]).toEqual([
    'value:cycle_once',
    'value:cycle_once_late',
  ]);
});
