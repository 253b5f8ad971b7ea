import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { refresh } from './events';

test('what somebody else writes about an account makes its page old', () => {
  const client = new QueryClient();
  const shown = [
    ['under', 'a1', 'timeline'],
    ['record', 'accounts', 'a1'],
    ['list', 'orders', {}],
    ['totals', 'orders', {}],
    ['under', 'other', 'timeline'],
  ];
  for (const key of shown) client.setQueryData(key, {});
  refresh(client, [{ name: 'order.entered', kind: 'order', record_id: 'o1', about_id: 'a1' }]);
  const old = shown.filter((key) => client.getQueryState(key)?.isInvalidated);
  expect(old).toEqual([
    ['under', 'a1', 'timeline'],
    ['list', 'orders', {}],
  ]);
});

test('what happens to an account itself makes its page old, too', () => {
  const client = new QueryClient();
  client.setQueryData(['under', 'a1', 'timeline'], {});
  client.setQueryData(['record', 'accounts', 'a1'], {});
  refresh(client, [{ name: 'account.changed', kind: 'account', record_id: 'a1', about_id: null }]);
  expect(client.getQueryState(['under', 'a1', 'timeline'])?.isInvalidated).toBe(true);
  expect(client.getQueryState(['record', 'accounts', 'a1'])?.isInvalidated).toBe(true);
});

test('a field that is added makes old what is known of lists', () => {
  const client = new QueryClient();
  const shown = [
    ['list-info', 'accounts'],
    ['list', 'custom-fields'],
    ['list', 'accounts', {}],
  ];
  for (const key of shown) client.setQueryData(key, {});
  refresh(client, [{ name: 'custom_field.added', kind: 'custom_field', record_id: 'f1', about_id: null }]);
  expect(shown.map((key) => client.getQueryState(key)?.isInvalidated)).toEqual([true, true, false]);
});
