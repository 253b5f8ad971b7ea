import { renderHook } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { Problem } from '@/api';
import { errorTexts, loadLocale, withTexts } from './i18n';
import { useProblemText } from './problems';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await errorTexts();
});

function said(code: string, fields: string[] = [], seconds?: number): string {
  const errors = fields.map((field) => ({ pointer: '/file', code: field, detail: 'In English.' }));
  const problem = new Problem({ status: 422, code, detail: 'In English.', errors }, seconds);
  return renderHook(() => useProblemText()).result.current(problem);
}

test('a refusal is told by its code, and only an unknown one in the words of the server', () => {
  expect(said('last_administrator')).toMatch(/管理员/);
  expect(said('invalid', ['sheet_empty'])).toMatch(/文件是空的/);
  expect(said('invalid', ['date', 'date', 'integer'])).toMatch(/^请填写日期.*；请填写整数$/);
  expect(said('invalid', ['never_heard'])).toBe('In English.');
  expect(said('never_heard')).toBe('In English.');
});

test('what a refusal speaks of is named', () => {
  const params = { row: '7', column: '2' };
  const errors = [{ pointer: '/file', code: 'sheet_cell_too_long', detail: 'In English.', params }];
  const problem = new Problem({ status: 422, code: 'invalid', errors });
  expect(renderHook(() => useProblemText()).result.current(problem)).toMatch(/^第 7 行第 2 列/);
});

test('parameters that contradict each other are called what the page of parameters calls them', async () => {
  await withTexts(async () => undefined, 'admin')();
  const params = { parameter: 'value.visit_days_a', other: 'value.visit_days_b', bound: '10' };
  const errors = [{ pointer: '/value', code: 'above_another', detail: 'In English.', params }];
  const problem = new Problem({ status: 422, code: 'invalid', errors });
  expect(renderHook(() => useProblemText()).result.current(problem)).toBe(
    '“A 类店每隔多少天拜访一次”不能大于“B 类店每隔多少天拜访一次”，后者现为 10，请先改它',
  );
});

test('a long wait is told in minutes', () => {
  expect(said('too_many_requests', [], 30)).toBe('操作太频繁，请 30 秒后再试。');
  expect(said('too_many_requests', [], 900)).toBe('操作太频繁，请 15 分钟后再试。');
});
