import { expect, test } from 'vitest';
import { listOf } from './events';
import { Problem, pathOf, problemOf } from './problem';

test('a pointer becomes a form path', () => {
  expect(pathOf('/email')).toEqual(['email']);
  expect(pathOf('/lines/0/unit~1price')).toEqual(['lines', 0, 'unit/price']);
});

test('a proxy’s page becomes a problem too', async () => {
  const problem = await problemOf(new Response('<html>', { status: 502 }));
  expect(problem).toBeInstanceOf(Problem);
  expect([problem.status, problem.code]).toEqual([502, 'unexpected']);
});

test('a kind names its list', () => {
  expect(['account', 'org_unit', 'opportunity', 'notification'].map(listOf)).toEqual([
    'accounts',
    'org-units',
    'opportunities',
    'notifications',
  ]);
});
