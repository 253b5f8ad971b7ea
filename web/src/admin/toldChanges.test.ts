import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listOf } from '@/api';
import { toldChanges } from './toldChanges';
import { AUDIT_KINDS } from './types';

const SRC = join(import.meta.dirname, '..');
const CRM = join(SRC, '../../crates/crm/src');
const KEPT = 'workspace_id id version created_at created_by updated_at updated_by trashed_at'.split(' ');
/** A scoring is made anew; a file, what is known of people and a proof never change. */
const STILL = ['delivered_value', 'attachment', 'contact_fact', 'preference', 'erasure'];

function rust(): string[] {
  return readdirSync(CRM, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.rs') && !/(^|\/)tests?(\/|\.rs$)/.test(name))
    .map((name) => readFileSync(join(CRM, name), 'utf8'));
}

function quoted(list: string | undefined): string[] {
  return [...(list ?? '').matchAll(/"([a-z_0-9]+)"/g)].map(([, word = '']) => word);
}

/** Every column that a change may be told of, by the record's kind, and what is noted beside the columns. */
function columns(): [kind: string, field: string][] {
  const files = rust();
  const found: [string, string][] = [];
  for (const code of files) {
    for (const [, table, body = ''] of code.matchAll(
      /impl Record for \w+ \{\s*type Table = (\w+)::Entity;([\s\S]*?)\n\}/g,
    )) {
      const kind = /const KIND: &'static str = "([a-z_]+)"/.exec(body)?.[1] ?? '';
      const secret = quoted(/const SECRET: [^=]*= &\[([^\]]*)\]/.exec(body)?.[1]);
      const model = new RegExp(
        `pub mod ${table} \\{[\\s\\S]*?pub struct Model \\{([\\s\\S]*?)\\n    \\}`,
      ).exec(code)?.[1];
      for (const [, field = ''] of (model ?? '').matchAll(/pub ([a-z_0-9]+):/g)) {
        if (!KEPT.includes(field) && !secret.includes(field)) found.push([kind, field]);
      }
    }
    for (const [, kind = '', field = ''] of code.matchAll(
      /FieldChange \{\s*kind: "([a-z_]+)",[^}]*?field: "([a-z_]+)"/g,
    ))
      found.push([kind, field]);
  }
  return found;
}

function texts(): Set<string> {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /i18n\/(shell\/)?zh-CN\.json$/.test(name),
  );
  return new Set(files.flatMap((name) => Object.keys(JSON.parse(readFileSync(join(SRC, name), 'utf8')))));
}

describe.skipIf(!existsSync(CRM))('what the audit tells', () => {
  const all = existsSync(CRM) ? columns().filter(([kind]) => !STILL.includes(kind)) : [];

  test('is found here', () => {
    expect(all).toEqual(
      expect.arrayContaining([
        ['org_unit', 'path'],
        ['account', 'tags'],
        ['user', 'time_zone'],
        ['account_relation', 'from_id'],
      ]),
    );
  });

  test('has a name for every field that may have changed', () => {
    const known = texts();
    const change = { before: 1, after: 2 };
    const missing = all.flatMap(([kind, column]) =>
      toldChanges(kind, [{ field: column, ...change }]).flatMap(({ field }) => {
        const names = [field, field.replace(/_(id|minor)$/, '')];
        return names.some((name) => known.has(`${listOf(kind)}.fields.${name}`)) ? [] : [`${kind} ${field}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  test('can be looked through for every kind of record that has a name there', () => {
    const named = [...texts()].flatMap((key) => /^audit\.kind\.(\w+)$/.exec(key)?.[1] ?? []);
    expect([...AUDIT_KINDS].sort()).toEqual(named.sort());
  });
});

test('a secret and a column for programs are not told, and a parameter has a value', () => {
  expect(
    toldChanges('org_unit', [
      { field: 'path', before: '/a/', after: '/b/' },
      { field: 'name', before: 'a', after: 'b' },
    ]).map(({ field }) => field),
  ).toEqual(['name']);
  expect(toldChanges('user', [{ field: 'password_hash', before: null, after: null }])).toEqual([]);
  expect(toldChanges('parameter', [{ field: 'admin.file_days', before: 7, after: 9 }])[0]?.field).toBe(
    'value',
  );
});
