import { api, type FieldType, type Money, type Schema } from '@/api';
import { given } from './choices';
import type { Start } from './examples';
import type { EditedChoice, OwnField } from './types';

/** A field as its form holds it. */
export type Values = {
  label: string;
  help: string | null;
  key: string | null;
  choices: EditedChoice[];
  decimals: number;
  to: string;
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
  const words = start && type === 'choice' ? say(`${start.text}_words`).split('|') : [];
  return {
    label: start ? say(start.text) : '',
    help: start ? say(`${start.text}_help`) : '',
    key: '',
    choices: Array.from({ length: words.length || FIRST_CHOICES }, (_, place) => ({
      label: words[place] ?? '',
    })),
    decimals: start?.kind.decimals ?? 0,
    to: 'user',
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
  return {
    label,
    help: help ?? '',
    key,
    choices,
    decimals,
    to,
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

function kindOf(type: FieldType, { decimals, choices = [], to }: Partial<Values>): Kind {
  if (type === 'number') return { type, decimals };
  if (type === 'reference') return { type, to: to ?? '' };
  if (type === 'choice' || type === 'choices')
    return { type, choices: given(choices).map(({ label }) => ({ key: '', label })) };
  return { type } as Kind;
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
  const { label, help, key, choices, decimals, to, unique, ...rest } = values;
  const blank = rest.default === '' ? { default: null } : {};
  if (!field) {
    return api.post('/custom-fields', {
      list,
      label: label ?? '',
      help: help || null,
      key: key || null,
      kind: kindOf(type, values),
      unique,
      ...rest,
      ...blank,
    });
  }
  return api.patch(
    `/custom-fields/${field.id}`,
    {
      ...(label !== undefined && { label }),
      ...(help !== undefined && { help: help || null }),
      ...(choices && { choices: given(choices) }),
      ...rest,
      ...blank,
    },
    version,
  );
}
