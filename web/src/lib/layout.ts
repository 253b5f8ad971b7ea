import type { Schema } from '@/api';

export type Section = Schema<'LayoutSection'>;
export type Layout = { sections: Section[]; hidden: string[] };

/** A section of the usual layout, by the name of its title; without fields it holds those that the workspace has added. */
export type UsualSection = { title: string; fields?: string[] };

/** The layout for all records for which there is none of their own. */
export const ALL = 'all';

/** The layout of a record with these values: the one for its choice of the field that tells most, or the one for all. */
export function layoutOf(
  of: Schema<'LayoutsOf'> | undefined,
  read: (key: string) => unknown,
): Schema<'Layout'> | undefined {
  const find = (variant: string) => of?.layouts.find((layout) => layout.variant === variant);
  for (const key of of?.by ?? []) {
    const found = find(`${key}.${String(read(key) ?? '')}`);
    if (found) return found;
  }
  return find(ALL);
}

/**
 * What follows at the end: fields without a place, and hidden ones that are kept all the same. What decides which layout is
 * taken never hides: nobody could choose otherwise.
 */
export function lastOf(
  layout: Layout,
  fields: string[],
  by: string[],
  isKept: (field: string) => boolean,
): string[] {
  return [
    ...unplaced(layout, fields),
    ...layout.hidden.filter((field) => by.includes(field) || isKept(field)),
  ];
}

/** Those of the fields that a layout says nothing of. */
export function unplaced({ sections, hidden }: Layout, fields: string[]): string[] {
  const placed = new Set([...sections.flatMap((section) => section.fields), ...hidden]);
  return fields.filter((field) => !placed.has(field));
}
