import { expect, test } from 'vitest';
import type { FieldInfo, Row } from '@/api';
import { choicesOf, chosenOf } from './mergeFields';

const field = (key: string, editable = true) => ({ key, kind: 'text', editable }) as FieldInfo;
const FIELDS = [
  field('name'),
  field('phone'),
  field('owner'),
  field('tags', false),
  field('net_sales', false),
];
const kept: Row = { id: 'a', name: '金源', phone: null, owner: { id: '1', name: '陈' }, tags: ['甲'] };
const merged: Row = {
  id: 'b',
  name: '金元',
  phone: '138',
  owner: { id: '1', name: '陈思远' },
  tags: ['乙'],
};

test('what differs is chosen, what is empty is filled in, tags of both stay, and figures are nobody’s choice', () => {
  expect(choicesOf(FIELDS, ['tags'], [kept, merged], {})).toMatchObject([
    { field: { key: 'name' }, how: 'choice', from: 'kept', differs: true },
    { field: { key: 'phone' }, how: 'filled', from: 'merged', differs: true },
    { field: { key: 'owner' }, how: 'choice', from: 'kept', differs: false },
    { field: { key: 'tags' }, how: 'joined', differs: true },
  ]);
});

test('fields that the workspace has added are compared where records keep them', () => {
  const fields = [field('custom.grade'), field('custom.area')];
  const choices = choicesOf(
    fields,
    [],
    [
      { id: 'a', custom: { grade: 'x', area: null } },
      { id: 'b', custom: { grade: 'y', area: 3 } },
    ],
    { 'custom.grade': 'b' },
  );
  expect(choices).toMatchObject([
    { how: 'choice', from: 'merged', differs: true },
    { how: 'filled', from: 'merged', differs: true },
  ]);
  expect(chosenOf(choices)).toEqual(['custom.grade']);
});

test('a choice is of a record, and stays when the two change places', () => {
  const taken = { name: 'b' };
  expect(chosenOf(choicesOf(FIELDS, ['tags'], [kept, merged], taken))).toEqual(['name']);
  expect(chosenOf(choicesOf(FIELDS, ['tags'], [merged, kept], taken))).toEqual([]);
});
