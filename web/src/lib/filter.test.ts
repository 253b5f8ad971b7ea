import { describe, expect, test } from 'vitest';
import type { FieldInfo, Filter } from '@/api';
import {
  append,
  at,
  both,
  changeKind,
  countConditions,
  isComplete,
  newCondition,
  prune,
  quickValue,
  replaceAt,
  withOp,
  withQuick,
} from './filter';

const owner: FieldInfo = { key: 'owner', kind: 'reference', reference: 'users', filterable: true };
const stage: FieldInfo = { key: 'stage', kind: 'choice', choices: ['a', 'b'], filterable: true };
const tree: Filter = {
  all: [
    { field: 'stage', op: 'in', value: ['a'] },
    {
      any: [
        { field: 'name', op: 'contains', value: '金' },
        { not: { all: [{ field: 'phone', op: 'empty' }] } },
      ],
    },
  ],
};

describe('editing a filter tree', () => {
  test('finds a member by its path', () => {
    expect(at(tree, [1, 0])).toEqual({ field: 'name', op: 'contains', value: '金' });
    expect(at(tree, [1, 1, 0])).toEqual({ field: 'phone', op: 'empty' });
    expect(at(tree, [7])).toBeUndefined();
  });

  test('replaces and removes deep inside without touching the rest', () => {
    const changed = replaceAt(tree, [1, 1, 0], { field: 'phone', op: 'not_empty' });
    expect(at(changed, [1, 1, 0])).toEqual({ field: 'phone', op: 'not_empty' });
    expect(at(changed, [0])).toBe(at(tree, [0]));
    expect(countConditions(replaceAt(tree, [1], undefined))).toBe(1);
  });

  test('appends to a group and changes its kind', () => {
    const longer = append(tree, [1], newCondition(stage));
    expect(countConditions(longer)).toBe(4);
    expect(changeKind(tree, [1], 'all')).toMatchObject({ all: [{}, { all: [{}, {}] }] });
    expect(changeKind(tree, [], 'not')).toMatchObject({ not: { all: [{}, {}] } });
  });
});

describe('what is sent', () => {
  test('leaves out half-written conditions and the groups they empty', () => {
    const draft: Filter = {
      all: [
        { field: 'name', op: 'contains', value: '' },
        { any: [{ field: 'stage', op: 'in', value: [] }] },
        { field: 'amount', op: 'between', value: [5, ''] },
        { field: 'phone', op: 'empty' },
      ],
    };
    expect(prune(draft)).toEqual({ all: [{ field: 'phone', op: 'empty' }] });
    expect(prune({ all: [] })).toBeUndefined();
  });

  test('puts the ends of a range in order', () => {
    const between = (...value: (string | number)[]) => ({ field: 'x', op: 'between' as const, value });
    expect(prune(between('2026-08-01', '2026-07-01'))).toEqual(between('2026-07-01', '2026-08-01'));
    expect(prune(between(900, 1000))).toEqual(between(900, 1000));
    expect(prune(between(1000, 900))).toEqual(between(900, 1000));
  });
  test('a zero and a false are values', () => {
    expect(isComplete({ field: 'n', op: 'eq', value: 0 })).toBe(true);
    expect(isComplete({ field: 'b', op: 'eq', value: false })).toBe(true);
  });

  test('joins the page filter with the person’s own', () => {
    expect(both(undefined, tree)).toBe(tree);
    expect(both(tree, { field: 'x', op: 'empty' })).toEqual({ all: [tree, { field: 'x', op: 'empty' }] });
  });
});

describe('quick filters', () => {
  test('read and write one condition at the top, and leave the rest alone', () => {
    const mine = withQuick(tree, owner, ['me']);
    expect(quickValue(mine, owner)).toEqual(['me']);
    expect(quickValue(mine, stage)).toEqual(['a']);
    expect(countConditions(mine)).toBe(4);
    expect(withQuick(withQuick(undefined, owner, ['me']), owner, [])).toBeUndefined();
  });

  test('of a number have two ends, of which one may stay open', () => {
    const net: FieldInfo = { key: 'net', kind: 'money', filterable: true };
    const kept = [5, ''] as const;
    for (const [ends, op, value] of [
      [[5, ''], 'gte', 5],
      [['', 9], 'lte', 9],
      [[5, 9], 'between', [5, 9]],
      [[9, 5], 'between', [5, 9]],
    ] as const) {
      const filter = withQuick(withQuick(undefined, net, [...kept]), net, [...ends]);
      expect(filter).toEqual({ all: [{ field: 'net', op, value }] });
      expect(quickValue(filter, net)).toEqual(op === 'between' ? value : ends);
    }
    expect(withQuick(undefined, net, ['', ''])).toBeUndefined();
    const two: Filter = {
      all: [
        { field: 'net', op: 'gte', value: 5 },
        { field: 'net', op: 'lte', value: 9 },
      ],
    };
    expect(quickValue(two, net)).toEqual([5, 9]);
  });

  test('wrap a filter whose top is not «all»', () => {
    const any: Filter = { any: [{ field: 'phone', op: 'empty' }] };
    expect(withQuick(any, owner, ['me'])).toEqual({
      all: [any, { field: 'owner', op: 'in', value: ['me'] }],
    });
  });
});

test('a new operator keeps the value only when it has the same shape', () => {
  expect(withOp({ field: 's', op: 'in', value: ['a'] }, 'choice', 'not_in').value).toEqual(['a']);
  expect(withOp({ field: 's', op: 'in', value: ['a'] }, 'choice', 'empty')).toEqual({
    field: 's',
    op: 'empty',
  });
  expect(withOp({ field: 'd', op: 'on', value: '2026-01-01' }, 'date', 'within').value).toEqual({
    last: 30,
    unit: 'day',
  });
});
