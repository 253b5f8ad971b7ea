import { expect, test } from 'vitest';
import { changedKeys, meet } from './changes';

test('only what differs is sent', () => {
  const initial: Record<string, unknown> = {
    name: '金源烟酒店',
    owner: { id: '1', name: '陈思远' },
    note: null,
  };
  expect(changedKeys(initial, { ...initial, note: undefined })).toEqual({});
  expect(changedKeys(initial, { ...initial, name: '金源名酒行' })).toEqual({ name: '金源名酒行' });
});

test('the same change by both is no contest', () => {
  expect(meet({ original: { a: 1 }, mine: { a: 2 }, theirs: { a: 2 } })).toEqual({
    merged: { a: 2 },
    contested: [],
  });
});
