import { expect, test } from 'vitest';
import type { FieldType } from '@/api';
import { fieldOf, placeAmong, TYPES, traitsOf } from './rules';

test('what the server refuses of a type is not offered', () => {
  const having = (trait: 'unique' | 'indexed' | 'searchable' | 'preset') =>
    TYPES.filter((type) => traitsOf(type)[trait]);
  expect(having('unique')).toEqual(['text', 'number', 'date', 'money', 'phone', 'url', 'email']);
  expect(TYPES.filter((type) => !traitsOf(type).indexed)).toEqual(['boolean', 'choices', 'long_text']);
  expect(having('searchable')).toEqual(['text', 'long_text', 'phone', 'url', 'email']);
  expect(TYPES.filter((type) => !traitsOf(type).preset)).toEqual(['reference']);
  const computed = traitsOf('formula' as FieldType);
  expect(Object.values(computed), 'what is computed asks for nothing').not.toContain(true);
});

test('a default is typed as a value of the field is', () => {
  expect(fieldOf({ type: 'number', decimals: 2 })).toMatchObject({ kind: 'decimal', decimals: 2 });
  expect(fieldOf({ type: 'choice', choices: [{ key: 'a', label: 'A' }] })).toMatchObject({
    kind: 'own_choice',
    custom: { choices: [{ key: 'a', label: 'A' }] },
  });
  expect(fieldOf({ type: 'email' }).kind).toBe('text');
});

test('a place among the fields that are shown is one among all, removed ones too', () => {
  const all = [{ id: 'a' }, { id: 'gone', trashed_at: '2026-11-30T00:00:00Z' }, { id: 'b' }, { id: 'c' }];
  expect(placeAmong(all, 'c', 0)).toBe(0);
  expect(placeAmong(all, 'c', 1)).toBe(2);
  expect(placeAmong(all, 'a', 1)).toBe(2);
  expect(placeAmong(all, 'a', 2)).toBe(3);
});
