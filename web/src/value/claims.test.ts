import { expect, test } from 'vitest';
import { claimedProfit } from './claims';

test('f36: the claim is a line through its own point', () => {
  expect([0, 500, 250, 1000].map((rise) => claimedProfit(rise, 500, 20_000))).toEqual([
    10_000, 20_000, 15_000, 30_000,
  ]);
  expect(claimedProfit(500, 0, 20_000)).toBe(10_000);
});
