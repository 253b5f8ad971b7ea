import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Locale } from '@/api';
import { loadLocale, withTexts } from '@/lib/i18n';
import { ImportUpload } from './ImportUpload';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useNavigate: () => () => undefined,
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'admin', 'customers', 'contacts', 'orders')();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function refuse(code: string, params: Record<string, string>) {
  const errors = [{ pointer: '/file', code, detail: 'In English.', params }];
  const body = { type: '/problems/invalid', status: 422, code: 'invalid', detail: 'In English.', errors };
  const headers = { 'content-type': 'application/problem+json' };
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(JSON.stringify(body), { status: 422, headers })),
  );
}

async function said(locale: Locale): Promise<string> {
  await loadLocale(locale);
  const { container } = render(
    <ConfigProvider theme={{ zeroRuntime: true }}>
      <QueryClientProvider client={new QueryClient()}>
        <ImportUpload />
      </QueryClientProvider>
    </ConfigProvider>,
  );
  const input = container.querySelector('input[type=file]');
  if (!input) throw new Error('there is no place for a file');
  fireEvent.change(input, { target: { files: [new File(['x'], '客户.csv')] } });
  return (await screen.findByRole('alert')).textContent ?? '';
}

test.each([
  ['sheet_too_large', {}, /展开后太大/],
  ['sheet_cell_too_long', { row: '7', column: '2' }, /第 7 行第 2 列/],
  ['sheet_bad_encoding', { row: '9', encoding: 'UTF-8' }, /第 9 行.*UTF-8/],
  ['sheet_nul_byte', { line: '3' }, /第 3 行/],
  ['sheet_too_many_columns', { row: '1', limit: '1000' }, /第 1 行超过 1000 列/],
])('a file refused with %s says so in place, with the file’s name', async (code, params, words) => {
  refuse(code, params as Record<string, string>);
  const text = await said('zh-CN');
  expect(text).toMatch(words);
  expect(text).toContain('客户.csv');
});

test('it is told in the language of the person', async () => {
  refuse('sheet_cell_too_long', { row: '7', column: '2' });
  expect(await said('en')).toMatch(/row 7, column 2/);
});
