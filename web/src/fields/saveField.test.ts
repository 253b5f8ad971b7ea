import { expect, test } from 'vitest';
import { startOf, valuesOf } from './saveField';
import type { OwnField } from './types';

const FIELD = {
  id: '019',
  version: 3,
  list: 'accounts',
  key: 'area',
  label: '门店面积',
  help: null,
  type: 'number',
  decimals: 1,
  required: true,
  unique: false,
  searchable: false,
  index: 'failed',
  default: 125,
} as unknown as OwnField;

test('a field is edited as people read it', () => {
  expect(valuesOf(FIELD, 'CNY')).toMatchObject({ help: '', default: 12.5, indexed: true, required: true });
  const rent = { ...FIELD, type: 'money', decimals: undefined, index: 'none' } as OwnField;
  expect(valuesOf(rent, 'CNY')).toMatchObject({ default: { minor: 125, currency: 'CNY' }, indexed: false });
});

test('an example brings its words along, and a field from nothing has room for three', () => {
  const say = (key: string) => (key === 'display_words' ? 'A 级|B 级' : key);
  const start = { text: 'display', kind: { type: 'choice' as const } };
  expect(startOf('choice', start, say).choices.map(({ label }) => label)).toEqual(['A 级', 'B 级']);
  expect(startOf('choice', undefined, say)).toMatchObject({ label: '', choices: [{}, {}, {}] });
});
