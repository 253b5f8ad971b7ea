import { expect, test } from 'vitest';
import type { Grant } from '@/api';
import { isAt, isShown } from '@/lib';
import { MENU, MENU_BELOW } from './menu';
import { SETTINGS } from './settings';

function pages(...grants: [object: string, action: string][]): string[] {
  const list = grants.map(([object, action]) => ({ object, action, scope: 'own' }) as Grant);
  return [...MENU, ...MENU_BELOW].filter((entry) => isShown(entry, list)).map((entry) => entry.to);
}

test('exported files are found by those who may export, in one place', () => {
  expect(pages(['account', 'read'])).not.toContain('/exports');
  expect(pages(['account', 'read'], ['account', 'export'])).toContain('/exports');
  const both = pages(['account', 'export'], ['import', 'read']);
  expect(both).toContain('/imports');
  expect(both).not.toContain('/exports');
  expect(pages(['*', 'read'], ['*', 'export'])).toContain('/imports');
});

test('what there is to set is told by each capability, one’s own first', () => {
  const list = [{ object: 'user', action: 'read', scope: 'all' }] as Grant[];
  expect(SETTINGS.filter((entry) => isShown(entry, list)).map((entry) => entry.to)).toEqual([
    '/settings/profile',
    '/settings/security',
    '/settings/tokens',
    '/settings/notifications',
    '/settings/workspace',
    '/users',
    '/jobs',
  ]);
});

test('on every page of the settings the menu shows that one is in the settings, and nowhere else', () => {
  const at = (path: string) =>
    [...MENU, ...MENU_BELOW].filter((entry) => isAt(entry, path)).map((entry) => entry.to);
  for (const { to } of SETTINGS) expect([to, at(to)]).toEqual([to, ['/settings']]);
  expect(at('/users/invitations')).toEqual(['/settings']);
  expect(at('/')).toEqual(['/']);
  expect(at('/accounts/cross')).toEqual(['/accounts']);
});
