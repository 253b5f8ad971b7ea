import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listOf } from '@/api';
import { KINDS } from './kinds';

const SRC = join(import.meta.dirname, '..');

test('each kind is told once, with the list that its events make old', () => {
  const lists = KINDS.map(({ list }) => list);
  expect([...new Set(lists)]).toEqual(lists);
  expect(KINDS.map(({ kind }) => listOf(kind))).toEqual(lists);
});

test('what a search finds leads to its page, or to its list with it in view', () => {
  const hit = { id: 'x1', title: '金源' };
  const places = KINDS.flatMap(({ kind, found }) => (found ? [[kind, found.to(hit)] as const] : []));
  expect(Object.fromEntries(places)).toEqual({
    account: { to: '/accounts/x1' },
    contact: { to: '/contacts/x1' },
    order: { to: '/orders', search: { q: '金源', peek: 'x1' } },
    interaction: { to: '/interactions', search: { q: '金源', peek: 'x1' } },
    task: { to: '/tasks/all', search: { q: '金源', filter: { all: [] } } },
  });
});

test('the kit knows no kind of record by name', () => {
  const wrong: string[] = [];
  for (const home of ['api', 'lib', 'ui']) {
    for (const name of readdirSync(join(SRC, home), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(name) || /\.(test|d)\.tsx?$/.test(name)) continue;
      const code = readFileSync(join(SRC, home, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      for (const { list } of KINDS) {
        if (new RegExp(`['"\`/]${list}['"\`/?]`).test(code)) wrong.push(`${home}/${name}: ${list}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});
