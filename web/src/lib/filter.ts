import type { Condition, FieldInfo, FieldKind, Filter, FilterValue, Op } from '@/api';

export const MAX_LEVELS = 5;
export const MAX_CONDITIONS = 60;

const TEXT: Op[] = [
  'contains',
  'not_contains',
  'starts_with',
  'eq',
  'ne',
  'in',
  'not_in',
  'empty',
  'not_empty',
];
const NUMBER: Op[] = ['gte', 'lte', 'between', 'eq', 'ne', 'gt', 'lt', 'empty', 'not_empty'];
const DATE: Op[] = ['within', 'older_than', 'on', 'before', 'after', 'between', 'empty', 'not_empty'];
const SET: Op[] = ['in', 'not_in', 'empty', 'not_empty'];

/** The operators of a kind, the commonest first. */
export const OPS: Record<FieldKind, Op[]> = {
  text: TEXT,
  integer: NUMBER,
  decimal: NUMBER,
  money: NUMBER,
  ratio: NUMBER,
  days: NUMBER,
  date: DATE,
  datetime: DATE,
  boolean: ['eq'],
  choice: SET,
  own_choice: SET,
  own_choices: ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'],
  reference: SET,
  tags: ['any_of', 'all_of', 'none_of', 'empty', 'not_empty'],
};

export type Group = { all: Filter[] } | { any: Filter[] };
export type GroupKind = 'all' | 'any' | 'not';

export function isCondition(filter: Filter): filter is Condition {
  return 'field' in filter;
}

/** `not` holds one child; on the screen it is a group whose members must all fail to hold together. */
export function kindOf(filter: Filter): GroupKind {
  if ('any' in filter) return 'any';
  return 'not' in filter ? 'not' : 'all';
}

export function membersOf(filter: Filter): Filter[] {
  if (isCondition(filter)) return [filter];
  if ('all' in filter) return filter.all;
  if ('any' in filter) return filter.any;
  return isCondition(filter.not) ? [filter.not] : membersOf(filter.not);
}

/** The fields that a filter speaks of. */
export function fieldsOf(filter: Filter | null | undefined): string[] {
  if (!filter) return [];
  return isCondition(filter) ? [filter.field] : membersOf(filter).flatMap(fieldsOf);
}

export function groupOf(kind: GroupKind, members: Filter[]): Filter {
  if (kind === 'any') return { any: members };
  return kind === 'not' ? { not: { all: members } } : { all: members };
}

/** Every filter is edited beneath one `all` or `any` group. */
export function asGroup(filter: Filter | undefined): Filter {
  if (!filter) return { all: [] };
  return isCondition(filter) ? { all: [filter] } : filter;
}

export type FilterPath = number[];

export function at(filter: Filter, path: FilterPath): Filter | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return filter;
  if (isCondition(filter)) return undefined;
  const child = membersOf(filter)[first];
  return child && at(child, rest);
}

/** Puts `next` at the path, or removes what is there when `next` is undefined. */
export function replaceAt(filter: Filter, path: FilterPath, next: Filter | undefined): Filter {
  const [first, ...rest] = path;
  if (first === undefined) return next ?? { all: [] };
  const members = membersOf(filter);
  const changed = members.flatMap((member, index) => {
    if (index !== first) return [member];
    if (rest.length > 0) return [replaceAt(member, rest, next)];
    return next ? [next] : [];
  });
  return groupOf(kindOf(filter), changed);
}

export function append(filter: Filter, path: FilterPath, added: Filter): Filter {
  const group = at(filter, path);
  if (!group || isCondition(group)) return filter;
  return replaceAt(filter, path, groupOf(kindOf(group), [...membersOf(group), added]));
}

export function changeKind(filter: Filter, path: FilterPath, kind: GroupKind): Filter {
  const group = at(filter, path);
  if (!group || isCondition(group)) return filter;
  return replaceAt(filter, path, groupOf(kind, membersOf(group)));
}

export function countConditions(filter: Filter | undefined): number {
  if (!filter) return 0;
  return isCondition(filter)
    ? 1
    : membersOf(filter).reduce((sum, member) => sum + countConditions(member), 0);
}

const NEEDS_NOTHING: Op[] = ['empty', 'not_empty'];

export function needsValue(op: Op): boolean {
  return !NEEDS_NOTHING.includes(op);
}

function isFilled(value: FilterValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (!Array.isArray(value)) return true;
  return value.length > 0 && value.every((part) => part !== null && part !== '');
}

export function isComplete(condition: Condition): boolean {
  if (!needsValue(condition.op)) return true;
  if (condition.op === 'between')
    return Array.isArray(condition.value) && condition.value.length === 2 && isFilled(condition.value);
  return isFilled(condition.value);
}

/** «Between 200 and 100» is meant the other way round; days as they are written compare like texts. */
function inOrder(condition: Condition): Condition {
  const { op, value } = condition;
  if (op !== 'between' || !Array.isArray(value)) return condition;
  const [least, most] = value;
  return least !== undefined && most !== undefined && least > most
    ? { ...condition, value: [most, least] }
    : condition;
}

/** What is sent: half-written conditions and empty groups are left out; nothing left is `undefined`. */
export function prune(filter: Filter | undefined): Filter | undefined {
  if (!filter) return undefined;
  if (isCondition(filter)) return isComplete(filter) ? inOrder(filter) : undefined;
  const members = membersOf(filter).flatMap((member) => prune(member) ?? []);
  return members.length > 0 ? groupOf(kindOf(filter), members) : undefined;
}

/** Both must hold. */
export function both(one: Filter | undefined, other: Filter | undefined): Filter | undefined {
  if (!one || !other) return one ?? other;
  return { all: [one, other] };
}

/** A fresh condition on a field, with its commonest operator. */
export function newCondition(field: FieldInfo): Condition {
  const op = OPS[field.kind][0] ?? 'eq';
  return { field: field.key, op, value: defaultValue(field.kind, op) };
}

export function defaultValue(kind: FieldKind, op: Op): FilterValue | undefined {
  if (op === 'within') return { last: 30, unit: 'day' };
  if (op === 'older_than') return { n: 30, unit: 'day' };
  if (kind === 'boolean') return true;
  if (['in', 'not_in', 'any_of', 'all_of', 'none_of'].includes(op)) return [];
  return undefined;
}

/** Changing the operator keeps the value where both take the same shape. */
export function withOp(condition: Condition, kind: FieldKind, op: Op): Condition {
  if (!needsValue(op)) return { field: condition.field, op };
  const lists: Op[] = ['in', 'not_in', 'any_of', 'all_of', 'none_of'];
  const shape = (each: Op) =>
    lists.includes(each)
      ? 'list'
      : each === 'between' || each === 'within' || each === 'older_than'
        ? each
        : 'one';
  const keep = needsValue(condition.op) && shape(condition.op) === shape(op);
  return { field: condition.field, op, value: keep ? condition.value : defaultValue(kind, op) };
}

/** The operator that a quick filter reads and writes, where there is one only. */
export function quickOp({ kind, choices }: FieldInfo): Op {
  if (kind === 'tags') return 'any_of';
  if (kind === 'integer' && choices) return 'eq';
  if (kind === 'boolean') return 'eq';
  if (kind === 'date' || kind === 'datetime') return 'within';
  if (kind === 'choice' || kind === 'reference') return 'in';
  return kind === 'text' ? 'contains' : 'between';
}

/** The ends of a number in a quick filter; an open end is empty. */
export type Ends = [least: number | '', most: number | ''];

function quickOps(field: FieldInfo): Op[] {
  const op = quickOp(field);
  return op === 'between' ? ['gte', 'lte', 'between'] : [op];
}

function isQuick(member: Filter, field: FieldInfo): member is Condition {
  return isCondition(member) && member.field === field.key && quickOps(field).includes(member.op);
}

function endsOf(conditions: Condition[]): Ends {
  const ends: Ends = ['', ''];
  for (const { op, value } of conditions) {
    const [least, most] = Array.isArray(value)
      ? value
      : [op === 'gte' ? value : '', op === 'lte' ? value : ''];
    if (typeof least === 'number') ends[0] = least;
    if (typeof most === 'number') ends[1] = most;
  }
  return ends;
}

/** The quick filter's condition, when the filter has it at its top level. Of a number its `Ends`. */
export function quickValue(filter: Filter | undefined, field: FieldInfo): FilterValue | undefined {
  if (!filter || !('all' in asGroup(filter))) return undefined;
  const found = membersOf(asGroup(filter)).filter((member) => isQuick(member, field));
  return found.length > 0 && quickOp(field) === 'between' ? endsOf(found) : found[0]?.value;
}

function quickCondition(field: FieldInfo, value: FilterValue | undefined): Condition | undefined {
  const op = quickOp(field);
  if (op === 'between' && Array.isArray(value)) {
    const [least, most] = value;
    if (most === '') return isFilled(least) ? { field: field.key, op: 'gte', value: least } : undefined;
    if (least === '') return { field: field.key, op: 'lte', value: most };
    if (Number(least) > Number(most)) return quickCondition(field, [Number(most), Number(least)]);
  }
  return isFilled(value) ? { field: field.key, op, value } : undefined;
}

export function withQuick(
  filter: Filter | undefined,
  field: FieldInfo,
  value: FilterValue | undefined,
): Filter | undefined {
  const group = asGroup(filter);
  const members = 'all' in group ? group.all : [group];
  const rest = members.filter((member) => !isQuick(member, field));
  const condition = quickCondition(field, value);
  const filled = condition ? [...rest, condition] : rest;
  return filled.length > 0 ? { all: filled } : undefined;
}
