import type { FieldInfo } from '@/api';

/** Whether something was filled in. A switch that is off may never have been touched. */
export function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== undefined && value !== false;
}

/** What a new record begins with. Defaults are told as they are kept: numbers in units of their last decimal, amounts in fen. */
function startOf({ custom, decimals = 0 }: FieldInfo, currency: string): unknown {
  const { type, required, default: kept } = custom ?? {};
  if (typeof kept === 'number') return type === 'money' ? { minor: kept, currency } : kept / 10 ** decimals;
  // A switch that is off says «no».
  return kept ?? (type === 'boolean' && required ? false : null);
}

/** The same of all fields that the workspace has added, by their keys in a form. */
export function ownStart(fields: FieldInfo[], currency: string): Record<string, unknown> {
  const own = fields.filter(({ custom, editable }) => custom && editable);
  return Object.fromEntries(own.map((field) => [field.key, startOf(field, currency)]));
}
