import type { FieldInfo, FieldKind, ListInfo } from '@/api';

/** Widths fit the longest of the three languages; every column may grow beyond its own. */
const WIDTH: Record<FieldKind, number> = {
  text: 150,
  integer: 96,
  money: 118,
  days: 96,
  date: 120,
  datetime: 128,
  boolean: 84,
  choice: 150,
  reference: 138,
  tags: 160,
};

/** What is read rather than glanced at gets the room that others leave. */
const LONG: Record<string, number> = { body: 260, subject: 240, remark: 220, address: 220, email: 210 };

/** A document's number is read to its end. */
const WIDE: Record<string, number> = { number: 186 };

export const TICK_WIDTH = 40;
export const NAME_WIDTH = 230;

export function widthOf(field: FieldInfo): number {
  return LONG[field.key] ?? WIDE[field.key] ?? WIDTH[field.kind];
}

export function isNumeric(field: FieldInfo): boolean {
  return ['integer', 'money', 'days'].includes(field.kind);
}

export function templateOf(columns: FieldInfo[]): string {
  const rest = columns.slice(1).map((field) => `minmax(${widthOf(field)}px, ${LONG[field.key] ? 2 : 1}fr)`);
  const share = columns.slice(1).some((field) => LONG[field.key]) ? 1.4 : 2.4;
  return `${TICK_WIDTH}px minmax(${NAME_WIDTH}px, ${share}fr) ${rest.join(' ')}`;
}

export function minWidthOf(columns: FieldInfo[]): number {
  return TICK_WIDTH + NAME_WIDTH + columns.slice(1).reduce((sum, field) => sum + widthOf(field), 0);
}

/** The columns to show: the name first, then those asked for that the list really has. */
export function shownColumns(info: ListInfo, name: string, keys: string[] | undefined): FieldInfo[] {
  const wanted = [name, ...(keys ?? info.default_columns).filter((key) => key !== name)];
  const known = new Map(info.fields.map((field) => [field.key, field]));
  return wanted.flatMap((key) => known.get(key) ?? []);
}

const NAMES = ['name', 'title', 'subject', 'number', 'summary'];

export function nameFieldOf(info: ListInfo): string {
  const found = NAMES.find((key) => info.fields.some((field) => field.key === key));
  return found ?? info.default_columns[0] ?? 'id';
}

/** A change names a reference by its id: `owner` is written as `owner_id`. */
export function writeKey(field: FieldInfo): string {
  return field.kind === 'reference' ? `${field.key}_id` : field.key;
}

/** The keys with one of them at another place. */
export function moved(keys: string[], key: string, place: number): string[] {
  const rest = keys.filter((each) => each !== key);
  return [...rest.slice(0, place), key, ...rest.slice(place)];
}
