import { expect, test } from 'vitest';
import { wordsOf } from './told';

const chen = { id: '1', name: '陈思远' };
const fang = { id: '2', name: '方既明' };

test('a change of owner names both', () => {
  expect(wordsOf({ name: 'account.owner_changed', from: chen, to: fang })).toEqual({
    key: 'owner_from_to',
    holes: { from: '陈思远', to: '方既明' },
  });
});

test('an account that had no owner, or has none any more, names the one', () => {
  expect(wordsOf({ name: 'account.owner_changed', from: null, to: fang }).key).toBe('owner_to');
  expect(wordsOf({ name: 'account.owner_changed', from: chen, to: null }).key).toBe('owner_from');
  expect(wordsOf({ name: 'account.owner_changed' }).key).toBe('account.owner_changed');
});

test('everything else is told by its name', () => {
  expect(wordsOf({ name: 'account.trashed', user: chen })).toEqual({ key: 'account.trashed', holes: {} });
});

test('a merge names the other account, and that one is told of itself', () => {
  const told = { name: 'account.unmerged', merged: chen, merge: 'm' };
  expect(wordsOf(told, fang.id)).toEqual({ key: 'account.unmerged_with', holes: { name: '陈思远' } });
  expect(wordsOf(told, chen.id)).toEqual({ key: 'account.unmerged', holes: {} });
});
