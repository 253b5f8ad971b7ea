import { expect, test } from 'vitest';
import { accessOf, ruled } from './ruled';
import type { FieldRight } from './types';

test('a rule takes the place of the one before, and what may be written needs none', () => {
  const hidden: FieldRight[] = [{ object: 'account', field: 'phone', access: 'hidden' }];
  expect(ruled(hidden, 'account', 'phone', 'masked')).toEqual([{ ...hidden[0], access: 'masked' }]);
  expect(ruled(hidden, 'contact', 'phone', 'read')).toHaveLength(2);
  expect(ruled(hidden, 'account', 'phone', 'write')).toEqual([]);
  expect(accessOf(hidden, 'account', 'phone')).toBe('hidden');
  expect(accessOf(hidden, 'contact', 'phone')).toBe('write');
});
