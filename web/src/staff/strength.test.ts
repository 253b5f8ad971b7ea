import { expect, test } from 'vitest';
import { strengthOf } from './strength';

test.each([
  ['short1!', 'weak'],
  ['aaaaaaaaaaaaaaaa', 'weak'],
  ['qianshan26', 'fair'],
  ['Qianshan26', 'good'],
  ['Qianshan-2026', 'strong'],
  ['three old bottles', 'strong'],
])('%s is %s', (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});
