import { expect, test } from 'vitest';
import { NOT_A_DAY } from '@/ui/FieldInput';
import { ownFault } from './useOwnRule';

test('what cannot be read, and more decimals than the field has, is said before it is sent', () => {
  for (const [value, decimals, fault] of [
    [NOT_A_DAY, 0, 'not_a_day'],
    [Number.NaN, 0, 'not_a_number'],
    [12.5, 0, 'decimals'],
    [12.5, 1, null],
    [0.29, 2, null],
    [{ minor: Number.NaN, currency: 'CNY' }, 0, 'not_a_number'],
    [{ minor: 1.5, currency: 'CNY' }, 0, 'decimals'],
    [{ minor: 150, currency: 'CNY' }, 0, null],
    ['2026-11-30', 0, null],
    [null, 0, null],
  ] as const) {
    expect([String(value), ownFault(value, decimals)]).toEqual([String(value), fault]);
  }
});
