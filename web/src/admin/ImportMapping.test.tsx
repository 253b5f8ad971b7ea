import { cleanup, render, screen, within } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { errorTexts, LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { ImportMapping } from './ImportMapping';
import type { ImportPreview } from './types';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'admin', 'customers')();
  await errorTexts();
});

afterEach(cleanup);

const preview = {
  id: '019',
  kind: 'accounts',
  headers: ['客户名称', '负责人', '等级', '面积'],
  mapping: { 0: 'name', 1: 'owner', 2: 'credit_grade', 3: 'custom.area' },
  source: null,
  withheld: [],
  fields: [{ key: 'custom.area', required: false, instead: [], custom: { label: '门店面积' } }],
  sheets: [''],
  header_row: 1,
  problem_rows: 1,
  notice_rows: 1,
  rows: [
    {
      number: 2,
      cells: ['金源', '外面的人', '很好', '大'],
      problems: [
        { pointer: '/credit_grade', code: 'unknown_choice', detail: 'In English.' },
        { pointer: '/custom/area', code: 'wrong_value', detail: 'In English.' },
      ],
      notices: [
        { pointer: '/owner', code: 'owner_unknown', detail: 'In English.', params: { word: '外面的人' } },
      ],
    },
  ],
} as unknown as ImportPreview;

test('a cell says what is wrong with it, or what matches nothing', () => {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <ImportMapping preview={preview} busy={false} onChange={() => undefined} />
      </ConfigProvider>
    </LocaleContext>,
  );
  const row = within(screen.getByRole('region', { name: '预览' })).getByRole('row', { name: /金源/ });
  const [, owner, grade, area] = within(row).getAllByRole('cell');
  expect(owner).toHaveTextContent(/没有叫“外面的人”的同事/);
  expect(owner).toHaveClass('noted');
  expect(grade).toHaveTextContent(/不在可选范围内/);
  expect(grade).toHaveClass('bad');
  expect(screen.getByRole('columnheader', { name: '门店面积' })).toBeInTheDocument();
  expect(area).toHaveTextContent(/值与字段不符/);
  expect(screen.getByText(/1 行有提示/)).toBeInTheDocument();
});
