/** What is asked of the accounts of a class. */
const COLUMNS = [
  'name',
  'channel_kind',
  'owner',
  'customer_value',
  'contribution_12m',
  'lifetime_value',
  'due_on',
];

/** The account list of those that stand in these classes, the most valuable first. */
export function classSearch(classes: Record<string, string>, more: string[] = []) {
  const each = Object.entries(classes).map(([field, value]) => ({ field, op: 'in', value: [value] }));
  return {
    filter: each.length === 1 ? each[0] : { all: each },
    sort: '-customer_value',
    columns: [...COLUMNS, ...Object.keys(classes), ...more].join(','),
  } as never;
}
