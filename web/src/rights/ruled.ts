import type { Access, FieldRight } from './types';

/** The rules with that of one field put in its place; what may be written needs none. */
export function ruled(rules: FieldRight[], object: string, field: string, access: Access): FieldRight[] {
  const others = rules.filter((rule) => rule.object !== object || rule.field !== field);
  return access === 'write' ? others : [...others, { object, field, access }];
}

/** What the rules say of a field. */
export function accessOf(rules: FieldRight[], object: string, field: string): Access {
  return rules.find((rule) => rule.object === object && rule.field === field)?.access ?? 'write';
}
