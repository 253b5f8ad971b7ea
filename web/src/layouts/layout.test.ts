import { expect, it } from 'vitest';
import type { Layout } from '@/lib/layout';
import { dropSection, HIDDEN, moveSection, put, step, within } from './layout';

const LAYOUT: Layout = {
  sections: [
    { title: 'A', fields: ['name', 'phone'] },
    { title: 'B', fields: ['region'] },
  ],
  hidden: ['remark'],
};

const fieldsOf = ({ sections, hidden }: Layout) => [
  ...sections.map(({ fields }) => fields.join()),
  hidden.join(),
];

it('leaves out what is gone', () => {
  expect(fieldsOf(within(LAYOUT, ['name', 'region']))).toEqual(['name', 'region', '']);
});

it('moves fields within a section, over its edge, and out of sight', () => {
  expect(fieldsOf(step(LAYOUT, 'name', 1))).toEqual(['phone,name', 'region', 'remark']);
  expect(fieldsOf(step(LAYOUT, 'phone', 1))).toEqual(['name', 'phone,region', 'remark']);
  expect(fieldsOf(step(LAYOUT, 'region', -1))).toEqual(['name,phone,region', '', 'remark']);
  expect(step(LAYOUT, 'name', -1)).toBe(LAYOUT);
  expect(step(LAYOUT, 'region', 1)).toBe(LAYOUT);
  expect(fieldsOf(put(LAYOUT, 'phone', HIDDEN, 0))).toEqual(['name', 'region', 'phone,remark']);
  expect(fieldsOf(put(LAYOUT, 'remark', 1, 1))).toEqual(['name,phone', 'region,remark', '']);
});

it('gives the fields of a section that goes to its neighbour', () => {
  expect(fieldsOf(dropSection(LAYOUT, 1))).toEqual(['name,phone,region', 'remark']);
  expect(fieldsOf(dropSection(LAYOUT, 0))).toEqual(['name,phone,region', 'remark']);
  const one = dropSection(LAYOUT, 0);
  expect(dropSection(one, 0)).toBe(one);
});

it('moves sections', () => {
  expect(fieldsOf(moveSection(LAYOUT, 0, 1))).toEqual(['region', 'name,phone', 'remark']);
  expect(moveSection(LAYOUT, 1, 1)).toBe(LAYOUT);
  expect(moveSection(LAYOUT, 0, -1)).toBe(LAYOUT);
});
