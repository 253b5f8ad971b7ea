import { expect, test } from 'vitest';
import { answered, isOurCall, outcomeOf } from './answered';

test('only of a call that we made it must be asked whether they were reached', () => {
  expect(isOurCall('phone', null)).toBe(true);
  expect(isOurCall('phone', 'out')).toBe(true);
  expect(isOurCall('phone', 'in')).toBe(false);
  expect(isOurCall('wechat', null)).toBe(false);
});

test('what is said goes before what the outcome tells', () => {
  expect(answered('no', 'interested')).toBe(false);
  expect(answered(null, 'interested')).toBe(true);
  expect(answered(null, 'not_reached')).toBe(false);
  expect(answered(null, 'follow_up')).toBeUndefined();
  expect(answered(null, null)).toBeUndefined();
});

test('a call without another outcome has reached them or not', () => {
  expect(outcomeOf(null, 'yes')).toBe('reached');
  expect(outcomeOf(null, 'no')).toBe('not_reached');
  expect(outcomeOf('ordered', 'yes')).toBe('ordered');
  expect(outcomeOf(null, null)).toBeUndefined();
});
