export type SortKey = { key: string; descending: boolean };

/** The contract allows four. */
export const MAX_SORT = 4;

export function parseSort(sort: string | undefined): SortKey[] {
  return (sort ?? '')
    .split(',')
    .filter(Boolean)
    .map((part) =>
      part.startsWith('-') ? { key: part.slice(1), descending: true } : { key: part, descending: false },
    );
}

export function sortText(keys: SortKey[]): string {
  return keys.map(({ key, descending }) => (descending ? `-${key}` : key)).join(',');
}

/** A click on a header: first the field's natural direction, then the other, then none; with shift it joins the rest. */
export function clickSort(
  sort: string | undefined,
  key: string,
  join: boolean,
  descendingFirst: boolean,
): string {
  const keys = parseSort(sort);
  const present = keys.find((entry) => entry.key === key);
  const others = join ? keys.filter((entry) => entry.key !== key) : [];
  if (!present) return sortText([...others, { key, descending: descendingFirst }].slice(-MAX_SORT));
  if (present.descending !== descendingFirst) return sortText(others);
  const turned = { key, descending: !present.descending };
  return sortText(join ? keys.map((entry) => (entry.key === key ? turned : entry)) : [turned]);
}
