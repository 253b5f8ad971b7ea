import type { FieldInfo, Row } from '@/api';
import { valueIn } from '@/lib';
import type { Sort } from './sorts';

/** What both have of these the record that stays has afterwards: nobody chooses. */
export const JOINED: Record<Sort, string[]> = {
  account: ['also_known_as', 'tags', 'cooperating_since', 'high_tech', 'public_sector', 'remark'],
  contact: ['tags', 'remark'],
};

export type Choice = {
  field: FieldInfo;
  /**
   * `choice`: a person says whose value stays. `filled`: only the record that goes has one, and it is taken over.
   * `joined`: both are kept, or what both say becomes one.
   */
  how: 'choice' | 'filled' | 'joined';
  /** Whose value stays. */
  from: 'kept' | 'merged';
  differs: boolean;
};

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** References are the same by what they point to. */
function plain(value: unknown): string {
  const id = (value as { id?: unknown } | null)?.id;
  return JSON.stringify(id ?? value ?? null);
}

/**
 * What becomes of each field when two records are merged, in the order of the list. `taken` names, by field, the record
 * whose value a person has chosen; so a choice stays when the two change places.
 */
export function choicesOf(
  fields: FieldInfo[],
  joined: string[],
  [kept, merged]: [Row, Row],
  taken: Record<string, string>,
): Choice[] {
  return fields
    .filter((field) => field.editable || joined.includes(field.key))
    .map((field): Choice => {
      const [mine, theirs] = [valueIn(kept, field), valueIn(merged, field)];
      const differs = plain(mine) !== plain(theirs) && !(isEmpty(mine) && isEmpty(theirs));
      if (joined.includes(field.key)) return { field, how: 'joined', from: 'kept', differs };
      if (isEmpty(mine) && !isEmpty(theirs)) return { field, how: 'filled', from: 'merged', differs };
      return { field, how: 'choice', from: taken[field.key] === merged.id ? 'merged' : 'kept', differs };
    });
}

/** The fields that are to be said to the server: what is empty is filled in by itself. */
export function chosenOf(choices: Choice[]): string[] {
  return choices
    .filter(({ how, from, differs }) => how === 'choice' && from === 'merged' && differs)
    .map(({ field }) => field.key);
}
