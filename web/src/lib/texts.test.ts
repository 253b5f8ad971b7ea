import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..');
const capabilities = readdirSync(SRC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => readdirSync(join(SRC, name)).includes('i18n'));

type Texts = Record<string, string>;

function read(...path: string[]): Texts {
  const file = join(SRC, ...path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Texts) : {};
}

/** What the shell says of a capability is there from the start; the rest comes with its pages. */
function shellTexts(capability: string, locale: string): Texts {
  const whole = capability === 'app' || capability === 'ui';
  return read(capability, 'i18n', ...(whole ? [] : ['shell']), `${locale}.json`);
}

function texts(capability: string, locale: string): Texts {
  const errors = read(capability, 'i18n', 'errors', `${locale}.json`);
  return { ...read(capability, 'i18n', `${locale}.json`), ...shellTexts(capability, locale), ...errors };
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

/** Names taken from a source keep its word. */
const NAMES = /顾客让渡价值|顧客讓渡價值/g;

test('a07 the customer is 客户 in every text, never 顾客 but in a name', () => {
  const wrong = capabilities.flatMap((capability) =>
    ['zh-CN', 'zh-TW'].flatMap((locale) =>
      Object.entries(texts(capability, locale))
        .filter(([, text]) => /顾客|顧客/.test(text.replace(NAMES, '')))
        .map(([key]) => `${locale} ${capability}:${key}`),
    ),
  );
  expect(wrong).toEqual([]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** `t('customers:menu')`, the same key written in a table, and the start of a key with a part in it. */
function asked(code: string): [namespace: string, key: string, whole: boolean][] {
  return [...code.matchAll(/['"`]([a-z]+):([a-z][\w.]*)(['"`]|\$\{)/g)].map(
    ([, namespace = '', key = '', end]) => [namespace, key, end !== '${'],
  );
}

test('every text that is asked for by name exists', () => {
  const known = new Map(capabilities.map((capability) => [capability, keysOf(capability, 'zh-CN')]));
  const missing: string[] = [];
  for (const file of sources(SRC)) {
    const code = readFileSync(file, 'utf8');
    for (const [namespace, key, whole] of asked(code)) {
      if (!whole) continue;
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

/** The folders whose code stands in the shell. What it opens later brings its own texts. */
const SHELL = ['app', 'ui', 'lib'];

test('the shell has every text it asks for before a page brings its own', () => {
  const missing: string[] = [];
  const told = capabilities
    .flatMap((capability) =>
      ['menu.ts', 'settingEntries.ts', 'useNotice.ts'].map((file) => join(SRC, capability, file)),
    )
    .filter(existsSync);
  for (const file of [...SHELL.flatMap((folder) => sources(join(SRC, folder))), ...told]) {
    for (const [namespace, key, whole] of asked(readFileSync(file, 'utf8'))) {
      if (!capabilities.includes(namespace)) continue;
      const keys = Object.keys(shellTexts(namespace, 'zh-CN')).map(plain);
      if (!keys.some((each) => (whole ? each === key : each.startsWith(key))))
        missing.push(`${namespace}:${key}`);
    }
  }
  expect(missing).toEqual([]);
});

const CAPABILITIES = capabilities.filter((capability) => !SHELL.includes(capability));

/** A capability and all whose parts stand on its pages. */
function onPagesOf(capability: string, seen = new Set<string>()): Set<string> {
  if (seen.has(capability)) return seen;
  seen.add(capability);
  for (const file of sources(join(SRC, capability))) {
    const code = readFileSync(file, 'utf8');
    for (const [, other = ''] of code.matchAll(/from '@\/(\w+)'/g)) {
      if (CAPABILITIES.includes(other)) onPagesOf(other, seen);
    }
  }
  return seen;
}

/** What has no page of its own stands on the pages of others. */
const WITH_PAGES = CAPABILITIES.filter((capability) => existsSync(join(SRC, capability, 'routes.ts')));

test.each(WITH_PAGES)('the pages of %s wait for the texts of everything on them', (capability) => {
  const routes = readFileSync(join(SRC, capability, 'routes.ts'), 'utf8');
  const waited = [...(/TEXTS = \[([^\]]*)\]/.exec(routes)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
    ([, name]) => name,
  );
  expect(waited).toEqual(expect.arrayContaining([...onPagesOf(capability)]));
  expect(routes).not.toMatch(/lazyRouteComponent\(\(\)/);
  for (const other of onPagesOf(capability)) {
    for (const file of sources(join(SRC, other))) {
      for (const [namespace, key] of asked(readFileSync(file, 'utf8'))) {
        if (!CAPABILITIES.includes(namespace) || waited.includes(namespace)) continue;
        expect(Object.keys(shellTexts(namespace, 'zh-CN')), file).toContain(key);
      }
    }
  }
});

test('a text with holes is never said without filling them', () => {
  const empty = sources(SRC).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bt\('(\w+):([\w.]+)'\)/g)].flatMap(
      ([said, capability = '', key = '']) => {
        const text = texts(capability, 'zh-CN')[key] ?? '';
        return holes(text).length > 0 ? [`${file.slice(SRC.length)} ${said}`] : [];
      },
    ),
  );
  expect(empty).toEqual([]);
});
