import { expect, test } from 'vitest';
import type { FieldInfo, FieldType } from '@/api';
import { showKinds } from '@/lib';
import { linkOf } from './OwnValue';

const field = (type: FieldType, reference?: string) =>
  ({ key: 'custom.k', kind: 'text', custom: { type }, reference }) as FieldInfo;

test('a value leads where people expect it to, and nowhere else', () => {
  showKinds([{ kind: 'account', list: 'accounts', page: (id) => `/accounts/${id}` }]);
  expect(linkOf(field('url'), 'shop.example.com/a')).toBe('https://shop.example.com/a');
  expect(linkOf(field('url'), 'http://shop.example.com')).toBe('http://shop.example.com');
  expect(linkOf(field('url'), 'javascript:alert(1)')).toBe('https://javascript:alert(1)');
  expect(linkOf(field('phone'), '13800138000')).toBe('tel:13800138000');
  expect(linkOf(field('email'), 'a@example.com')).toBe('mailto:a@example.com');
  expect(linkOf(field('reference', 'accounts'), { id: '019', name: '总店' })).toBe('/accounts/019');
  expect(linkOf(field('reference', 'users'), { id: '019', name: '李娜' })).toBeUndefined();
  expect(linkOf(field('text'), 'shop.example.com')).toBeUndefined();
  expect(linkOf(field('url'), null)).toBeUndefined();
  expect(linkOf({ key: 'website', kind: 'text' }, 'shop.example.com')).toBeUndefined();
});
