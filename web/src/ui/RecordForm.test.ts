import { expect, test } from 'vitest';
import { changedKeys } from './RecordForm';

test('only what differs is sent', () => {
  const initial: Record<string, unknown> = {
    name: '金源烟酒店',
    owner: { id: '1', name: '陈思远' },
    note: null,
  };
  expect(changedKeys(initial, { ...initial, note: undefined })).toEqual({});
  expect(changedKeys(initial, { ...initial, name: '金源名酒行' })).toEqual({ name: '金源名酒行' });
});
