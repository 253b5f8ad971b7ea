import { isOwn, ownKey } from '@/lib';

/** What stands in a formula as it is: texts in any quotes, and words. */
const WORD = /"[^"]*"|'[^']*'|“[^”]*”|[\p{L}_][\p{L}\p{N}_.]*/gu;
/** What a formula can take for one word. */
const ONE_WORD = /^[\p{L}_][\p{L}\p{N}_.]*$/u;

/** A field that formulas may speak of. */
export type Named = { key: string; label: string };

function renamed(text: string, names: Map<string, string>): string {
  return text.replace(WORD, (word: string, at: number) => {
    const called = /^\s*[(（]/.test(text.slice(at + word.length));
    return called ? word : (names.get(word) ?? word);
  });
}

/** How fields are called in a formula: by their labels, where a formula can read these and no two have the same. */
export function wordsOf(fields: Named[]): Named[] {
  const twice = (label: string) => fields.filter((field) => field.label === label).length > 1;
  return fields.map(({ key, label }) => ({
    key,
    label: ONE_WORD.test(label) && !twice(label) ? label : key,
  }));
}

/** A formula that speaks of labels, as it is kept: it speaks of keys. */
export function toKeys(text: string, fields: Named[]): string {
  return renamed(text, new Map(wordsOf(fields).map(({ key, label }) => [label, key])));
}

/** A formula as it is kept, as people read it. Fields that the workspace has added stand there with or without `custom.`. */
export function toLabels(text: string, fields: Named[]): string {
  const words = wordsOf(fields);
  const short = words.filter(({ key }) => isOwn(key)).map(({ key, label }) => [ownKey(key), label] as const);
  return renamed(text, new Map([...short, ...words.map(({ key, label }) => [key, label] as const)]));
}
