import { expect, it } from 'vitest';
import { lastOf, layoutOf, unplaced } from './layout';

it('chooses the layout that tells most of a record', () => {
  const layout = (variant: string) => ({ variant, sections: [], hidden: [] });
  const of = {
    list: 'accounts',
    by: ['channel_kind', 'kind'],
    layouts: [layout('all'), layout('channel_kind.hotel'), layout('kind.person')],
  };
  const chosen = (values: Record<string, unknown>) => layoutOf(of, (key) => values[key])?.variant;
  expect(chosen({ channel_kind: 'hotel', kind: 'person' })).toBe('channel_kind.hotel');
  expect(chosen({ channel_kind: 'dealer', kind: 'person' })).toBe('kind.person');
  expect(chosen({ channel_kind: null, kind: 'organisation' })).toBe('all');
  expect(layoutOf(undefined, () => null)).toBeUndefined();
});

it('says which fields stand nowhere', () => {
  const layout = { sections: [{ title: 'A', fields: ['name', 'phone'] }], hidden: ['remark'] };
  expect(unplaced(layout, ['name', 'remark', 'custom.new'])).toEqual(['custom.new']);
});

it('shows at the end what has no place, what is kept, and by what a layout is chosen', () => {
  const layout = { sections: [{ title: 'A', fields: ['name'] }], hidden: ['remark', 'kind', 'phone'] };
  const last = lastOf(
    layout,
    ['name', 'remark', 'kind', 'phone', 'custom.new'],
    ['kind'],
    (field) => field === 'phone',
  );
  expect(last).toEqual(['custom.new', 'kind', 'phone']);
});
