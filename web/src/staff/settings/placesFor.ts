import type { OrgUnit } from './types';

export type Place = { unit: OrgUnit; level: number };

/** The units that this one may stand below, in the order of the tree: all but itself and what stands below it. */
export function placesFor(moving: OrgUnit, units: OrgUnit[]): Place[] {
  const known = new Set(units.map((unit) => unit.id));
  const walk = (parent: string | null, level: number): Place[] =>
    units
      .filter((unit) => (unit.parent_id && known.has(unit.parent_id) ? unit.parent_id : null) === parent)
      .filter((unit) => unit.id !== moving.id)
      .flatMap((unit) => [{ unit, level }, ...walk(unit.id, level + 1)]);
  return walk(null, 0);
}
