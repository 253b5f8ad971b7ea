import { expect, test } from 'vitest';
import { NO_PLAN, sent, whatIsMissing } from './plan';

const li = { id: 'li', name: '李强' };
const wang = { id: 'wang', name: '王敏' };

test('a plan names who takes the rest, and never the leaver', () => {
  expect(whatIsMissing(NO_PLAN, 'li')).toBe('no_successor');
  expect(whatIsMissing({ ...NO_PLAN, successor: li }, 'li')).toBe('leaver_takes');
  expect(whatIsMissing({ ...NO_PLAN, successor: wang }, 'li')).toBeNull();
  expect(whatIsMissing({ ...NO_PLAN, successor: wang, spread: true }, 'li')).toBe('nobody_to_spread');
  const half = { ...NO_PLAN, successor: wang, chosen: [{ account: { id: 'a', name: '金源' }, to: null }] };
  expect(whatIsMissing(half, 'li')).toBe('chosen_half');
});

test('colleagues are spread over only where that is wanted', () => {
  const plan = { ...NO_PLAN, successor: wang, among: [wang] };
  expect(sent(plan)).toEqual({
    successor_id: 'wang',
    among: [],
    exceptions: [],
    by_territory: false,
    visits: true,
  });
  expect(sent({ ...plan, spread: true }).among).toEqual(['wang']);
});
