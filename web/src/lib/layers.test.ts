import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..');
const BASE = ['api', 'lib', 'ui'];

test('a capability uses api, ui, lib, itself, and another capability only through its index', () => {
  const wrong: string[] = [];
  for (const name of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    const [home = ''] = name.split('/');
    // The app puts the capabilities together: it may know their routes and menus.
    if (!/\.tsx?$/.test(name) || home === 'app' || !name.includes('/')) continue;
    const code = readFileSync(join(SRC, name), 'utf8');
    for (const [, folder = '', rest = ''] of code.matchAll(/from '@\/(\w+)(\/[^']*)?'/g)) {
      const fine = BASE.includes(home)
        ? BASE.includes(folder)
        : folder === home || BASE.includes(folder) || !rest;
      if (!fine) wrong.push(`${name} → ${folder}${rest}`);
    }
  }
  expect(wrong).toEqual([]);
});
