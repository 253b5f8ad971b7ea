import type { FieldInfo, FieldKind, ListInfo } from '@/api';
import { kindIn } from '@/lib';

/** Widths fit the longest of the three languages; every column may grow beyond its own. */
const WIDTH: Record<FieldKind, number> = {
  text: 150,
  integer: 84,
  decimal: 84,
  money: 108,
  ratio: 84,
  days: 100,
  date: 104,
  datetime: 128,
  boolean: 84,
  choice: 150,
  own_choice: 150,
  own_choices: 160,
  reference: 128,
  tags: 160,
};

export const TICK_WIDTH = 40;
export const NAME_WIDTH = 216;

function widthOf(list: string, field: FieldInfo): number {
  const { read, wide } = kindIn(list)?.columns ?? {};
  return read?.[field.key] ?? wide?.[field.key] ?? WIDTH[field.kind];
}

export function isNumeric(field: FieldInfo): boolean {
  return ['integer', 'decimal', 'money', 'ratio', 'days'].includes(field.kind);
}

/** Whether an amount is shown in full. */
export function isExact(list: string, field: FieldInfo): boolean {
  return kindIn(list)?.columns?.exact?.includes(field.key) ?? false;
}

/** What is read rather than glanced at gets the room that others leave. */
export function templateOf(list: string, columns: FieldInfo[]): string {
  const isRead = ({ key }: FieldInfo) => kindIn(list)?.columns?.read?.[key] !== undefined;
  const others = columns.slice(1);
  const rest = others.map((field) => `minmax(${widthOf(list, field)}px, ${isRead(field) ? 2 : 1}fr)`);
  const share = others.some(isRead) ? 1.4 : 2.4;
  return `${TICK_WIDTH}px minmax(${NAME_WIDTH}px, ${share}fr) ${rest.join(' ')}`;
}

export function minWidthOf(list: string, columns: FieldInfo[]): number {
  return TICK_WIDTH + NAME_WIDTH + columns.slice(1).reduce((sum, field) => sum + widthOf(list, field), 0);
}

/** The columns to show: the name first, then those asked for that the list really has. */
export function shownColumns(info: ListInfo, name: string, keys: string[] | undefined): FieldInfo[] {
  const wanted = [name, ...(keys ?? info.default_columns).filter((key) => key !== name)];
  const known = new Map(info.fields.map((field) => [field.key, field]));
  return wanted.flatMap((key) => known.get(key) ?? []);
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
