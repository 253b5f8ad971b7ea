import { expect, test } from 'vitest';
import type { FieldInfo } from '@/api';
import { changeOf, ownValues, valueIn, withOwn } from './ownValues';

const area: FieldInfo = { key: 'custom.area', kind: 'decimal' };

test('a record keeps the values of the workspace’s own fields apart, a row of a list does not', () => {
  expect(valueIn({ custom: { area: 12.5 } }, area)).toBe(12.5);
  expect(valueIn({ 'custom.area': 3 }, area)).toBe(3);
  expect(valueIn({ name: '金源' }, area)).toBeUndefined();
  expect(valueIn({ name: '金源' }, { key: 'name' })).toBe('金源');
});

test('a change of such a field goes where the record keeps it; another reference goes by its id', () => {
  expect(changeOf(area, 4)).toEqual({ custom: { area: 4 } });
  expect(changeOf({ key: 'custom.head', kind: 'reference' }, '019')).toEqual({ custom: { head: '019' } });
  expect(changeOf({ key: 'owner', kind: 'reference' }, '019')).toEqual({ owner_id: '019' });
  expect(changeOf({ key: 'region', kind: 'text' }, '合肥')).toEqual({ region: '合肥' });
});

test('a form holds each under a key of its own, so that one changed value is one change', () => {
  const values = ownValues({ custom: { area: 12.5, head: { id: '019', name: '总店' }, code: null } });
  expect(values).toEqual({
    'custom.area': 12.5,
    'custom.head': { id: '019', name: '总店' },
    'custom.code': null,
  });
  expect(withOwn({ name: '金源', 'custom.code': ' ', 'custom.head': { id: '019', name: '总店' } })).toEqual({
    name: '金源',
    custom: { code: null, head: '019' },
  });
  expect(withOwn({ name: '金源' }), 'nothing is sent of what there is not').toEqual({ name: '金源' });
  const rent = { minor: 350_000, currency: 'CNY' };
  expect(withOwn({ 'custom.rent': rent, 'custom.corner': false })).toEqual({
    custom: { rent, corner: false },
  });
});
