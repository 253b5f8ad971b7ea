import { expect, test } from 'vitest';
import { listOf } from './events';
import { Problem, pathOf, problemOf, problemOfJob } from './problem';

test('a pointer becomes a form path', () => {
  expect(pathOf('/email')).toEqual(['email']);
  expect(pathOf('/lines/0/unit~1price')).toEqual(['lines', 0, 'unit/price']);
});

test('a proxy’s page becomes a problem too', async () => {
  const problem = await problemOf(new Response('<html>', { status: 502 }));
  expect(problem).toBeInstanceOf(Problem);
  expect([problem.status, problem.code]).toEqual([502, 'unexpected']);
});

test('a job fails as a request does', () => {
  const errors = [{ pointer: '/file', code: 'sheet_empty', detail: 'The file is empty.' }];
  const problem = problemOfJob({ error: { code: 'invalid', detail: 'The file is empty.', errors } });
  expect([problem?.code, problem?.errors, problem?.message]).toEqual([
    'invalid',
    errors,
    'The file is empty.',
  ]);
  expect(problemOfJob({ error: { code: 'forbidden', detail: 'No.' } })?.errors).toEqual([]);
  expect(problemOfJob({ error: null })).toBeNull();
});

test('a kind names its list', () => {
  expect(['account', 'org_unit', 'account_relation', 'opportunity', 'notification'].map(listOf)).toEqual([
    'accounts',
    'org-units',
    'account-relations',
    'opportunities',
    'notifications',
  ]);
});
