import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const WEB = join(import.meta.dirname, '../..');
const CRATES = join(WEB, '../crates');
const LOCALES = ['zh-CN', 'zh-TW', 'en'];

function rust(): string[] {
  return (
    readdirSync(CRATES, { recursive: true, encoding: 'utf8' })
      // The library of lifetime value says nothing to people, and the door of assistants speaks to models.
      .filter((name) => !name.startsWith('clv/') && !name.startsWith('mcp/'))
      .filter((name) => /\.rs$/.test(name) && !/(^|\/)(tests?|testkit|generate)(\/|\.rs$)/.test(name))
      .map((name) => readFileSync(join(CRATES, name), 'utf8').split(/#\[cfg\(test\)\]\s*mod \w+ \{/)[0] ?? '')
  );
}

// An argument may hold a call with commas of its own: `&format!("/birthday/{field}", …)`.
const POINTER = String.raw`(?:&?format!\([^()]*\)|[^,()"]+|"[^"]*")`;
const CODES = [
  // A field error: its pointer, then its code, or the two codes of a choice.
  new RegExp(
    String.raw`(?:Error::field|FieldError::new|\.wrong)\(\s*${POINTER},\s*(?:if [^{]*\{\s*"([a-z_]+)"\s*\} else \{\s*)?"([a-z_]+)"`,
    'g',
  ),
  /\bconflict\(\s*"([a-z_]+)"/g,
  /\bProblem::new\([^"]*"([a-z_]+)"/g,
  /\bSelf::new\(\s*S::\w+,\s*"([a-z_]+)"/g,
  // The list's own helper, and the rules of imports: a code beside its sentence.
  /\bwrong\(\s*"([a-z_]+)",/g,
  /(?:\(|\|\| )\("([a-z_]+)",\s*(?:format!|unreadable)\(/g,
  /let code = (?:if [^;]*)?\{?\s*"([a-z_]+)"/g,
];
/** The named reasons of texts, sheets and files: `Self::Phone => "phone"`. */
const NAMED = /fn code\(&self\)[\s\S]*?\n {4}\}/g;

function codes(): Set<string> {
  const found = new Set<string>();
  for (const code of rust()) {
    for (const pattern of CODES) {
      for (const match of code.matchAll(pattern)) {
        for (const word of match.slice(1)) if (word) found.add(word);
      }
    }
    for (const [named] of code.matchAll(NAMED)) {
      for (const [, word = ''] of named.matchAll(/=> "([a-z_]+)"/g)) found.add(word);
    }
  }
  return found;
}

function read(...path: string[]): Record<string, string> {
  return JSON.parse(readFileSync(join(WEB, 'src', ...path), 'utf8'));
}

function texts(capability: string, locale: string): Record<string, string> {
  const own = read(capability, 'i18n', `${locale}.json`);
  return capability === 'ui' ? { ...own, ...read('ui', 'i18n', 'errors', `${locale}.json`) } : own;
}

describe.skipIf(!existsSync(CRATES))('what the server says by code', () => {
  test('the codes are found', () => {
    const known = [
      'taken',
      'out_of_range',
      'password_short',
      'phone_shortened',
      'sheet_empty',
      'lost_digits',
    ];
    expect([...codes()]).toEqual(
      expect.arrayContaining([...known, 'date', 'last_administrator', 'wrong_value']),
    );
  });

  test.each(LOCALES)('every code has a text in %s', (locale) => {
    const ours = texts('ui', locale);
    const missing = [...codes()].filter((code) => !ours[`invalid.${code}`] && !ours[`problem.${code}`]);
    expect(missing).toEqual([]);
  });

  test.each(LOCALES)('every parameter says in %s what it is and where it comes from', (locale) => {
    const ours = texts('admin', locale);
    const keys = rust().flatMap((code) =>
      [...code.matchAll(/\bParameter(?: =|\s)*\{\s*key: "([a-z._]+)"/g)].map(([, key]) => key),
    );
    expect(keys.length).toBeGreaterThan(5);
    const missing = keys.filter((key) => !ours[`about.${key}`] || !ours[`source.${key}`]);
    expect(missing).toEqual([]);
  });

  test.each(LOCALES)('every background job has a name in %s', (locale) => {
    const ours = texts('admin', locale);
    const jobs = rust().flatMap((code) =>
      [...code.matchAll(/: JobKind = JobKind \{\s*name: "([a-z._]+)"/g)].map(([, name]) => name),
    );
    expect(jobs).toContain('import.run');
    expect(jobs.filter((name) => !ours[`job.${name}`])).toEqual([]);
  });

  test.each(LOCALES)('no text in %s names a paragraph of the design', (locale) => {
    const said = ['ui', 'admin', 'staff'].flatMap((capability) => Object.values(texts(capability, locale)));
    expect(said.filter((text) => /\bF\d{2}\b/.test(text))).toEqual([]);
  });
});
