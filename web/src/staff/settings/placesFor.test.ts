import { expect, test } from 'vitest';
import { placesFor } from './placesFor';
import type { OrgUnit } from './types';

const unit = (id: string, parent_id: string | null): OrgUnit => ({
  id,
  version: 1,
  name: id,
  kind: 'branch',
  parent_id,
});

const TREE = [
  unit('hq', null),
  unit('east', 'hq'),
  unit('west', 'hq'),
  unit('hefei', 'east'),
  unit('one', 'hefei'),
];

test('a unit may stand below any but itself and what stands below it', () => {
  const names = (id: string) =>
    placesFor(TREE.find((each) => each.id === id) as OrgUnit, TREE).map(
      ({ unit: { name }, level }) => `${level}${name}`,
    );
  expect(names('east')).toEqual(['0hq', '1west']);
  expect(names('hefei')).toEqual(['0hq', '1east', '1west']);
  expect(names('one')).toEqual(['0hq', '1east', '2hefei', '1west']);
});

test('a unit whose parent one does not see stands at the top', () => {
  const seen = TREE.filter((each) => each.id !== 'hq');
  expect(placesFor(seen[2] as OrgUnit, seen).map(({ level }) => level)).toEqual([0, 0]);
});
