import { expect, test } from 'vitest';
import type { Grant } from '@/api';
import { choices, withAccess } from './scope';

const grant = (object: string, action: Grant['action']): Grant => ({ object, action, scope: 'own' });

test('what can be chosen is what one may do, the daily work first', () => {
  const grants = [
    grant('account', 'change'),
    grant('account', 'read'),
    grant('event', 'read'),
    grant('order', 'export'),
    grant('order', 'read'),
  ];
  expect(choices(grants)).toEqual([
    { object: 'account', writes: true },
    { object: 'order', writes: false },
    { object: 'event', writes: false },
  ]);
});

test('an object is chosen, chosen otherwise and left out', () => {
  const one = withAccess({}, 'account', 'read');
  const two = withAccess(withAccess(one, 'account', 'write'), 'order', 'read');
  expect(two).toEqual({ account: 'write', order: 'read' });
  expect(withAccess(two, 'account', 'none')).toEqual({ order: 'read' });
});
