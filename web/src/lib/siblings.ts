import { untilSignOut } from './forget';

/** Of each list the records as they were last shown, in order: what «next» means on the page of one of them. */
const shown = new Map<string, string[]>();
/** Of each list the record that was last dealt with. */
const last = new Map<string, string>();
untilSignOut(() => {
  shown.clear();
  last.clear();
});

export function keepSiblings(list: string, ids: string[]) {
  shown.set(list, ids);
}

/** The record so many places on in the list that one came from; nothing at its ends, or for who came another way. */
export function siblingOf(list: string, id: string, step: 1 | -1): string | undefined {
  return stepFrom(shown.get(list) ?? [], id, step);
}

/** The record that one stands on in a list: coming back to the list, one stands there again. */
export function keepPlace(list: string, id: string) {
  last.set(list, id);
}

export function placeIn(list: string): string | undefined {
  return last.get(list);
}

export function stepFrom(ids: string[], id: string | undefined, step: 1 | -1): string | undefined {
  const here = id === undefined ? -1 : ids.indexOf(id);
  return here < 0 ? undefined : ids[here + step];
}
