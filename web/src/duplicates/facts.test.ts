import { expect, test } from 'vitest';
import { factsOf, isWorthAsking } from './facts';

test('the same is asked of a form and of the record it becomes', () => {
  const form = { name: ' 金源烟酒店 ', phone: '', region: '合肥', tags: ['甲'], owner: { id: '1' } };
  expect(factsOf('account', form)).toEqual({ name: '金源烟酒店', region: '合肥' });
  const person = {
    name: '王晓梅',
    mobile: '139',
    accounts: [{ account: { id: 'a' }, roles: [] }, undefined, {}],
  };
  expect(factsOf('contact', person)).toEqual({
    name: '王晓梅',
    mobile: '139',
    accounts: [{ account_id: 'a' }],
  });
});

test('one character is too little to ask for, a number is not', () => {
  expect(isWorthAsking({ name: '金' })).toBe(false);
  expect(isWorthAsking({ name: '金源' })).toBe(true);
  expect(isWorthAsking({ name: '', phone: '0551-62345678' })).toBe(true);
});
