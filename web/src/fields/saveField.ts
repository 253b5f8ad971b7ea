import { api, type FieldType, type Filter, type Money, type Schema } from '@/api';
import { prune } from '@/lib';
import { given } from './choices';
import type { Start } from './examples';
import type { Aggregate, EditedChoice, Gives, OwnField } from './types';

/** A field as its form holds it. */
export type Values = {
  label: string;
  help: string | null;
  key: string | null;
  choices: EditedChoice[];
  decimals: number;
  to: string;
  expression: string;
  gives: Gives;
  of: string;
  aggregate: Aggregate;
  field: string | null;
  filter: Filter | null | undefined;
  required: boolean;
  unique: boolean;
  searchable: boolean;
  indexed: boolean;
  default: unknown;
};

/** Rows to type the first words of a new field in. */
const FIRST_CHOICES = 3;

/** A new field; `say` gives the texts of an example. */
export function startOf(type: FieldType, start: Start | undefined, say: (key: string) => string): Values {
  const words =
    start && (type === 'choice' || type === 'choices') ? say(`${start.text}_words`).split('|') : [];
  return {
    label: start ? say(start.text) : '',
    help: start ? say(`${start.text}_help`) : '',
    key: '',
    choices: Array.from({ length: words.length || FIRST_CHOICES }, (_, place) => ({
      label: words[place] ?? '',
    })),
    decimals: start?.kind.decimals ?? 0,
    to: 'user',
    expression: '',
    gives: 'number',
    of: '',
    aggregate: 'count',
    field: null,
    filter: null,
    required: false,
    unique: false,
    searchable: false,
    indexed: start?.indexed ?? false,
    default: null,
  };
}

/** A field that is there. Its default is told as it is kept. */
export function valuesOf(field: OwnField, currency: string): Values {
  const { label, help, key, choices = [], decimals = 0, to = 'user', required, unique, searchable } = field;
  const { expression = '', gives = 'number', of = '', aggregate = 'count', filter = null } = field;
  return {
    label,
    help: help ?? '',
    key,
    choices,
    decimals,
    to,
    expression,
    gives,
    of,
    aggregate,
    field: field.field ?? null,
    filter: filter as Filter | null,
    required,
    unique,
    searchable,
    indexed: field.index !== 'none',
    default: shown(field, decimals, currency),
  };
}

function shown({ type, default: kept }: OwnField, decimals: number, currency: string): unknown {
  if (typeof kept !== 'number') return kept ?? null;
  return type === 'money' ? ({ minor: kept, currency } satisfies Money) : kept / 10 ** decimals;
}

type Kind = Schema<'NewCustomField'>['kind'];

function kindOf(type: FieldType, values: Partial<Values>): Kind {
  const {
    decimals,
    choices = [],
    to,
    expression = '',
    gives = 'number',
    of = '',
    aggregate = 'count',
  } = values;
  if (type === 'number') return { type, decimals };
  if (type === 'reference') return { type, to: to ?? '' };
  if (type === 'choice' || type === 'choices')
    return { type, choices: given(choices).map(({ label }) => ({ key: '', label })) };
  if (type === 'formula') return { type, expression, gives, decimals: gives === 'number' ? decimals : 0 };
  if (type === 'roll_up')
    return {
      type,
      of,
      aggregate,
      field: values.field ?? null,
      filter: prune(values.filter ?? undefined) ?? null,
    };
  return { type } as Kind;
}

/** What may be asked of a field of any type, as far as it was said. */
function marksOf(values: Partial<Values>) {
  const { required, searchable, indexed, default: preset } = values;
  return {
    ...(required !== undefined && { required }),
    ...(searchable !== undefined && { searchable }),
    ...(indexed !== undefined && { indexed }),
    ...(preset !== undefined && { default: preset === '' ? null : preset }),
  };
}

type Save = {
  list: string;
  type: FieldType;
  field: OwnField | undefined;
  values: Partial<Values>;
  version: number | undefined;
};

/** Adds a field with all that was said of it, or changes what is different. */
export function saveField({ list, type, field, values, version }: Save) {
  const { label, help, choices, expression, filter } = values;
  const marks = marksOf(values);
  if (!field) {
    return api.post('/custom-fields', {
      list,
      label: label ?? '',
      help: help || null,
      key: values.key || null,
      kind: kindOf(type, values),
      unique: values.unique,
      ...marks,
    });
  }
  return api.patch(
    `/custom-fields/${field.id}`,
    {
      ...(label !== undefined && { label }),
      ...(help !== undefined && { help: help || null }),
      ...(choices && { choices: given(choices) }),
      ...(expression !== undefined && { expression }),
      ...(filter !== undefined && { filter: prune(filter ?? undefined) ?? null }),
      ...marks,
    },
    version,
  );
}
