import type { FieldInfo } from '@/api';
import { isOwn, ownKey, PREFIX } from './own';

/** A record, a row of a list, or the values of a form. */
type Values = Record<string, unknown>;

/** What a record or a row of a list has in a field: records keep those that the workspace has added apart. */
export function valueIn(row: Values, { key }: Pick<FieldInfo, 'key'>): unknown {
  if (key in row || !isOwn(key)) return row[key];
  return (row.custom as Values | undefined)?.[ownKey(key)];
}

/** What is sent to change a field: a reference goes by its id. */
export function changeOf({ key, kind }: Pick<FieldInfo, 'key' | 'kind'>, value: unknown): Values {
  if (isOwn(key)) return { custom: { [ownKey(key)]: value } };
  return { [kind === 'reference' ? `${key}_id` : key]: value };
}

/** The values of the fields that the workspace has added, by the keys that these have on lists and in forms. */
export function ownValues({ custom }: Values): Values {
  return Object.fromEntries(
    Object.entries((custom ?? {}) as Values).map(([key, value]) => [`${PREFIX}${key}`, value]),
  );
}

/** The values of a form as a record is written: those of the workspace's own fields apart. */
export function withOwn(values: Values): Values {
  const plain: Values = {};
  const custom: Values = {};
  for (const [key, value] of Object.entries(values)) {
    if (isOwn(key)) custom[ownKey(key)] = written(value);
    else plain[key] = value;
  }
  return Object.keys(custom).length > 0 ? { ...plain, custom } : plain;
}

/** Nothing typed is no value, and a reference goes by its id. */
function written(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'object' && value !== null && 'id' in value) return value.id;
  return value ?? null;
}
