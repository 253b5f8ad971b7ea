import { expect, test } from 'vitest';
import { keepSiblings, siblingOf } from './siblings';

test('from the page of a record one steps through the list one came from, as it was sorted there', () => {
  keepSiblings('accounts', ['c', 'a', 'b']);
  expect(siblingOf('accounts', 'c', 1)).toBe('a');
  expect(siblingOf('accounts', 'b', -1)).toBe('a');
  expect(siblingOf('accounts', 'b', 1)).toBeUndefined();
  expect(siblingOf('accounts', 'c', -1)).toBeUndefined();
  expect(siblingOf('accounts', 'elsewhere', 1)).toBeUndefined();
  expect(siblingOf('contacts', 'c', 1)).toBeUndefined();
});
