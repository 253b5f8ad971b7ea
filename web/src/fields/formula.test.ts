import { expect, test } from 'vitest';
import { toKeys, toLabels, wordsOf } from './formula';

const FIELDS = [
  { key: 'net_sales', label: '净销售额' },
  { key: 'custom.area', label: '门店面积' },
  { key: 'growth', label: '增长率（近 12 个月）' },
  { key: 'one', label: '同名' },
  { key: 'other', label: '同名' },
];

test('a formula is read by labels and kept by keys', () => {
  const read = 'IF(门店面积 > 0, 净销售额 / 门店面积, 0)';
  const kept = 'IF(custom.area > 0, net_sales / custom.area, 0)';
  expect(toKeys(read, FIELDS)).toBe(kept);
  expect(toLabels(kept, FIELDS)).toBe(read);
  expect(toLabels('area * 2', FIELDS), 'a key without what stands before it').toBe('门店面积 * 2');
  expect(toKeys(kept, FIELDS), 'whoever writes keys may').toBe(kept);
});

test('texts stay, and functions are no fields', () => {
  expect(toKeys('IF(净销售额 > 0, "净销售额", “净销售额”)', FIELDS)).toBe(
    'IF(net_sales > 0, "净销售额", “净销售额”)',
  );
  expect(toKeys('净销售额（1）', FIELDS)).toBe('净销售额（1）');
});

test('a label that a formula cannot read as one word, or that two have, is not used', () => {
  expect(wordsOf(FIELDS).map(({ label }) => label)).toEqual([
    '净销售额',
    '门店面积',
    'growth',
    'one',
    'other',
  ]);
});
