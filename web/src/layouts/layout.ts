import type { Layout, Section } from '@/lib/layout';

/** What stands for the place among sections where fields are hidden. */
export const HIDDEN = -1;

/** What is left of a layout when only these fields are there. */
export function within({ sections, hidden }: Layout, fields: string[]): Layout {
  const there = (key: string) => fields.includes(key);
  return {
    sections: sections.map(({ title, fields: own }) => ({ title, fields: own.filter(there) })),
    hidden: hidden.filter(there),
  };
}

/** Puts a field at a place of a section, or among the hidden ones; places count without the field itself. */
export function put(layout: Layout, field: string, section: number, place: number): Layout {
  const without = (fields: string[]) => fields.filter((key) => key !== field);
  const added = (fields: string[], here: boolean) => {
    const rest = without(fields);
    return here ? [...rest.slice(0, place), field, ...rest.slice(place)] : rest;
  };
  return {
    sections: layout.sections.map((each, n) => ({ ...each, fields: added(each.fields, n === section) })),
    hidden: added(layout.hidden, section === HIDDEN),
  };
}

/** Moves a field one place up or down; over the edge of its section into the next one. */
export function step(layout: Layout, field: string, by: 1 | -1): Layout {
  const at = layout.sections.findIndex(({ fields }) => fields.includes(field));
  const own = layout.sections[at]?.fields;
  if (!own) return layout;
  const place = own.indexOf(field) + by;
  if (place >= 0 && place < own.length) return put(layout, field, at, place);
  const next = layout.sections[at + by];
  return next ? put(layout, field, at + by, by === 1 ? 0 : next.fields.length) : layout;
}

/** Takes a section away; its fields go to the one before it, or after it. The last one stays. */
export function dropSection(layout: Layout, section: number): Layout {
  const gone = layout.sections[section];
  if (!gone || layout.sections.length === 1) return layout;
  const rest = layout.sections.filter((each) => each !== gone);
  const heir = Math.max(section - 1, 0);
  const grown = (each: Section, n: number) =>
    n !== heir
      ? each
      : {
          ...each,
          fields: section === 0 ? [...gone.fields, ...each.fields] : [...each.fields, ...gone.fields],
        };
  return { ...layout, sections: rest.map(grown) };
}

/** Moves a section one place up or down. */
export function moveSection(layout: Layout, section: number, by: 1 | -1): Layout {
  const sections = [...layout.sections];
  const [moved] = sections.splice(section, 1);
  if (!moved || section + by < 0 || section + by > sections.length) return layout;
  sections.splice(section + by, 0, moved);
  return { ...layout, sections };
}
