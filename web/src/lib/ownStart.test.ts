import { expect, test } from 'vitest';
import type { Custom, FieldInfo, FieldType } from '@/api';
import { isFilled, ownStart } from './ownStart';

const own = (key: string, type: FieldType, more: Partial<Custom> = {}, decimals?: number) =>
  ({
    key: `custom.${key}`,
    kind: 'text',
    editable: true,
    decimals,
    custom: { type, required: false, ...more },
  }) as FieldInfo;

test('a new record begins with the defaults, told as they are kept', () => {
  const fields = [
    { key: 'name', kind: 'text', editable: true } as FieldInfo,
    own('area', 'number', { default: 125 }, 1),
    own('shelves', 'number', { default: 12 }),
    own('rent', 'money', { default: 350_000 }),
    own('grade', 'choice', { default: 'b' }),
    own('code', 'text'),
    own('corner', 'boolean', { required: true }),
    { ...own('margin', 'number', { default: 1 }), editable: false },
  ];
  expect(ownStart(fields, 'CNY')).toEqual({
    'custom.area': 12.5,
    'custom.shelves': 12,
    'custom.rent': { minor: 350_000, currency: 'CNY' },
    'custom.grade': 'b',
    'custom.code': null,
    'custom.corner': false,
  });
});

test('a switch that is off, blanks and nothing chosen are not filled in; zero is', () => {
  for (const value of [null, undefined, '', ' ', false, []]) expect(isFilled(value)).toBe(false);
  for (const value of [0, 'A', true, ['a'], { id: '1' }]) expect(isFilled(value)).toBe(true);
});
