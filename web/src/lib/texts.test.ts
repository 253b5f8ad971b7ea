import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..');
const capabilities = readdirSync(SRC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => readdirSync(join(SRC, name)).includes('i18n'));

function texts(capability: string, locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(SRC, capability, 'i18n', `${locale}.json`), 'utf8')) as Record<
    string,
    string
  >;
}

/** Chinese has one plural form, English two: `_one` and `_other` are one key. */
function plain(key: string): string {
  return key.replace(/_(one|other)$/, '');
}

function keysOf(capability: string, locale: string): Set<string> {
  return new Set(Object.keys(texts(capability, locale)).map(plain));
}

function holes(text: string): string[] {
  return (text.match(/\{\{(\w+)\}\}/g) ?? []).sort();
}

describe.each(capabilities)('texts of %s', (capability) => {
  test.each(['zh-TW', 'en'])('%s has exactly the keys of zh-CN', (locale) => {
    expect([...keysOf(capability, locale)].sort()).toEqual([...keysOf(capability, 'zh-CN')].sort());
  });

  test.each(['zh-TW', 'en'])('%s fills the same holes', (locale) => {
    const ours = texts(capability, 'zh-CN');
    for (const [key, text] of Object.entries(texts(capability, locale))) {
      const original = ours[key] ?? ours[`${plain(key)}_other`];
      expect([key, holes(text)]).toEqual([key, holes(original ?? '')]);
    }
  });

  test('has no empty text', () => {
    for (const locale of ['zh-CN', 'zh-TW', 'en']) {
      for (const [key, text] of Object.entries(texts(capability, locale)))
        expect([locale, key, text.trim()]).not.toContain('');
    }
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

test('every text that is asked for by name exists', () => {
  const known = new Map(capabilities.map((capability) => [capability, keysOf(capability, 'zh-CN')]));
  const missing: string[] = [];
  for (const file of sources(SRC)) {
    const code = readFileSync(file, 'utf8');
    // `t('customers:menu')` and the same key written in a table: 'customers:menu'.
    for (const [, namespace = '', key = ''] of code.matchAll(/['"`]([a-z]+):([a-z][\w.]*)['"`]/g)) {
      if (known.has(namespace) && !known.get(namespace)?.has(key)) missing.push(`${namespace}:${key}`);
    }
    // Without a namespace, a key would be looked for in whichever namespace comes first.
    for (const [, key = ''] of code.matchAll(/\bt\(['"]([^'":]+)['"]/g))
      missing.push(`${key} (no namespace)`);
  }
  expect(missing).toEqual([]);
});

test('every key with a part in it has texts for some part', () => {
  const missing: string[] = [];
  for (const file of sources(SRC)) {
    const code = readFileSync(file, 'utf8');
    for (const [, namespace = '', start = ''] of code.matchAll(/\bt\(`([a-z]+):([\w.]*)\$\{/g)) {
      if (![...keysOf(namespace, 'zh-CN')].some((key) => key.startsWith(start)))
        missing.push(`${namespace}:${start}`);
    }
  }
  expect(missing).toEqual([]);
});
