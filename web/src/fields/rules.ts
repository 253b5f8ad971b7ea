import type { Custom, FieldInfo, FieldKind, FieldType } from '@/api';
import type { Kind } from './types';

/** What somebody may add, the commonest first. */
export const TYPES = [
  'text',
  'number',
  'choice',
  'date',
  'money',
  'boolean',
  'choices',
  'long_text',
  'reference',
  'phone',
  'url',
  'email',
] as const satisfies FieldType[];

/** What is reckoned and not filled in. */
export const RECKONED = ['formula', 'roll_up'] as const satisfies FieldType[];

/** What a formula may give. */
export const GIVES = ['number', 'money', 'date', 'text', 'boolean'] as const;

/** How a roll-up makes one value of many. */
export const AGGREGATES = ['count', 'sum', 'smallest', 'largest'] as const;

/** The lists that take fields. */
export const LISTS = ['accounts', 'contacts'];

/** The lists whose records belong to one of these, and are rolled up. */
export const ROLLED: Record<string, string[]> = {
  accounts: ['orders', 'interactions', 'tasks'],
  contacts: ['interactions', 'tasks'],
};

/** What a field may point to. */
export const REFERRED = ['user', 'account', 'contact'];

const TEXTS: FieldType[] = ['text', 'long_text', 'url', 'phone', 'email'];
/** No index brings their rows. */
const SLOW: FieldType[] = ['long_text', 'boolean', 'choices'];

const NUMBERS: FieldKind[] = ['integer', 'decimal', 'money'];
const SPOKEN_OF: FieldKind[] = [
  ...NUMBERS,
  'ratio',
  'days',
  'date',
  'boolean',
  'text',
  'choice',
  'own_choice',
];

/** Whether a formula may speak of a field. */
export function isSpokenOf({ kind, filterable, custom }: FieldInfo): boolean {
  if (custom?.type === 'formula') return false;
  return SPOKEN_OF.includes(kind) && (filterable === true || custom?.type === 'roll_up');
}

/** Whether a roll-up can make one value of a field's values in this way. */
export function isRolledUp({ kind, filterable }: FieldInfo, aggregate: string): boolean {
  if (aggregate === 'count' || !filterable) return false;
  return NUMBERS.includes(kind) || (kind === 'date' && aggregate !== 'sum');
}

/** What can be asked of a field of a type. Of what is computed, nothing can. */
export function traitsOf(type: FieldType) {
  const written = (TYPES as readonly FieldType[]).includes(type);
  const indexed = written && !SLOW.includes(type);
  return {
    required: written,
    indexed,
    unique: indexed && type !== 'choice' && type !== 'reference',
    searchable: TEXTS.includes(type),
    /** Whether an index sorts them, or brings the rows of a value only. */
    sorted: indexed && type !== 'choice' && type !== 'reference',
    preset: written && type !== 'reference',
    choices: type === 'choice' || type === 'choices',
  };
}

const KINDS: Partial<Record<FieldType, FieldKind>> = {
  money: 'money',
  date: 'date',
  boolean: 'boolean',
  choice: 'own_choice',
  choices: 'own_choices',
  number: 'decimal',
};

/** A field of such values as a form takes it, before there is one. */
export function fieldOf({ type, decimals, choices = [] }: Kind): FieldInfo {
  const custom = { type, decimals, choices } as Custom;
  return { key: 'default', kind: KINDS[type] ?? 'text', decimals, custom };
}

/**
 * Where a field is put among all of its list, removed ones too, so that it stands at a place among those that are shown.
 * Places count from 0, without the field itself.
 */
export function placeAmong(
  all: { id: string; trashed_at?: string | null }[],
  id: string,
  place: number,
): number {
  const rest = all.filter((field) => field.id !== id);
  const next = rest.filter((field) => !field.trashed_at)[place];
  return next ? rest.indexOf(next) : rest.length;
}
