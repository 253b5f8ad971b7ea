import { expect, test } from 'vitest';
import type { FieldInfo, FieldKind } from '@/api';
import { minWidthOf } from './columns';

/** A screen of 1280 without the menu, the edges and a bar to scroll with. */
const ROOM = 1280 - 226 - 16;

test('the columns with which the customers begin fit a screen of 1280', () => {
  const kinds: FieldKind[] = ['text', 'choice', 'reference', 'money', 'integer', 'date', 'days', 'date'];
  const columns: FieldInfo[] = kinds.map((kind, index) => ({ key: `${kind}${index}`, kind }));
  expect(minWidthOf('things', columns)).toBeLessThanOrEqual(ROOM);
});
