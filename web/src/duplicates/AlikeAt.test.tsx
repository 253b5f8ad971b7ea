import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Problem } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { AlikeAt } from './AlikeAt';
import { Noted } from './AlikeNotes';
import texts from './i18n/zh-CN.json';
import type { Alike, Found, Sign } from './types';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'duplicates')();
});
afterEach(cleanup);

const alike = (name: string, ...signs: Sign[]): Alike => ({
  id: name,
  name,
  places: ['合肥'],
  owner: { id: '1', name: '张三' },
  certainty: 'likely',
  reasons: signs.map((sign) => ({ sign, value: sign === 'name' ? '9400' : '1' })),
});

function at(signs: Sign[], found: Found | undefined, error: unknown = null) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <Noted value={{ sort: 'account', found, error }}>
        <AlikeAt signs={signs} />
      </Noted>
    </LocaleContext>,
  );
  return screen.getByRole('status').textContent;
}

test('each record is told once, beneath the strongest of what it has in common', () => {
  const found = { records: [alike('金源烟酒店', 'phone', 'name')], hidden: [] };
  expect(at(['name'], found)).toBe('');
  cleanup();
  expect(at(['phone'], found)).toBe('可能已有：金源烟酒店 · 合肥 · 张三（电话相同、名称相似 94%）');
});

test('of what one may not see only the team is told, without a way there', () => {
  expect(at(['name'], { records: [], hidden: ['华东一组'] })).toBe('华东一组已有这个客户，请先问一下');
  expect(screen.queryByRole('link')).toBeNull();
  cleanup();
  expect(at(['name'], { records: [], hidden: [null] })).toBe(texts['hidden.account_nobody']);
});

test('who has asked too often is told when to ask again, and other failures disturb nobody', () => {
  const often = new Problem({ status: 429, code: 'too_many_requests', errors: [] }, 3600);
  expect(at(['name'], undefined, often)).toContain('60');
  cleanup();
  expect(at(['name'], undefined, new Problem({ status: 0, code: 'offline', errors: [] }))).toBe('');
});
