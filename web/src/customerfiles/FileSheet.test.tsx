import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { keys } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { FileSheet } from './FileSheet';
import texts from './i18n/zh-CN.json';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customerfiles', 'customers', 'contacts', 'value')();
});

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useParams: () => ({ id: '019' }),
  Link: () => null,
}));

const saved = vi.fn<(title: string, rows: string[][]) => void>();
vi.mock('@/ui/csv', () => ({ saveCsv: (title: string, rows: string[][]) => saved(title, rows) }));

afterEach(() => {
  cleanup();
  saved.mockClear();
});

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const analysis = {
  day: '2026-11-20',
  value: cny(123_456_00),
  to_date: cny(100_000_00),
  open: cny(0),
  future: cny(23_456_00),
  lifetime: cny(88_000_00),
  sales: cny(40_000_00),
  margin: cny(9_000_00),
  service: cny(1_000_00),
  contribution: cny(-500_00),
  service_bp: 1111,
  pyramid: 'top',
  abc: 'A',
  bcg: 'star',
  behaviour: 'loyal',
  silence: 'warn',
  load: 'usual',
  completeness_bp: 8000,
  strategic: ['reference', 'learning'],
  views: [
    { field: 'portfolio_attractive', class: 'invest' },
    { field: 'portfolio_other', class: 'none' },
  ],
  delivered_lead: 12,
  order_due_on: '2026-12-24',
};
const file = {
  account: { id: '019', name: '金源烟酒店' },
  step: 'reviewed',
  completeness: { bp: 8400, least_bp: 8000, is_enough: true, lacking: 0, stale: 1 },
  is_key: true,
  is_partial: false,
  steward: { id: '020', name: '孙客管' },
  steward_is_owner: false,
  next_review_on: '2027-02-28',
  visits: { days: 10, days_tomorrow: 7, agreed: { class: 'A', until: '2027-02-28' }, reckoned: 'B' },
  answers: [
    { field: 'phone', part: 'account', value: '0551-62345678', state: 'stale', verified_on: '2026-08-01' },
    { field: 'address', part: 'account', value: '长江路1号', state: 'good', verified_on: '2026-11-01' },
    { field: 'boss_mobile', part: 'people', value: null, state: 'missing', verified_on: null },
  ],
  reviews: [
    {
      id: '021',
      analysed_at: '2026-11-20T01:00:00Z',
      analysis,
      result: 'upgrade',
      reviewed_at: '2026-11-21T02:30:00Z',
      reviewed_by: { id: '022', name: '周经理' },
      reason: '扩建后翻了一番',
    },
  ],
  proposals: [],
  may: {},
};

function show(each: object) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(keys.under('019', 'file'), each);
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <QueryClientProvider client={client}>
        <FileSheet />
      </QueryClientProvider>
    </LocaleContext>,
  );
}

/** What stands on the sheet, from the top down: labels with what they say. */
function onSheet(): string[][] {
  const sheet = screen.getByRole('region', { name: texts.sheet });
  return [...sheet.querySelectorAll('dl > div, tbody > tr')].map((line) =>
    [...line.querySelectorAll('dt, dd, th, td')].slice(0, 2).map((cell) => cell.textContent ?? ''),
  );
}

async function inTable(): Promise<string[][]> {
  await userEvent.click(screen.getByRole('button', { name: 'CSV' }));
  return saved.mock.lastCall?.[1].slice(1) ?? [];
}

/** An amount is a number in the table, and nothing is nothing. */
function asInTable([label = '', value = '']: string[]) {
  const amount = /^-?¥[\d,.]+$/.test(value);
  return [label, value === '–' ? '' : amount ? value.replace(/[¥,]/g, '') : value];
}

test('the table says line for line what stands on the sheet', async () => {
  show(file);
  const sheet = onSheet();
  const table = await inTable();
  expect(sheet.length).toBeGreaterThan(30);
  expect(table.map(([label, value]) => [label, value])).toEqual(sheet.map(asInTable));
  const said = new Map(table.map(([label, ...rest]) => [label, rest]));
  expect(said.get(texts.visits)?.[0]).toBe(
    '每 10 天一次；明天起每 7 天；评审约定按 A 类（测算为 B 类），到 2027-02-28',
  );
  expect(said.get(texts.strategic)?.[0]).toContain('、');
  expect(said.get(texts['figure.contribution'])).toEqual(['-500.00', '2026-11-20', '']);
  expect(said.get(texts['file-reviews.fields.reviewed_by'])?.[0]).toBe('周经理');
});

test('an answer that does not count says so on the sheet and in the table', async () => {
  show(file);
  const table = await inTable();
  const phone = within(screen.getByRole('row', { name: /0551-62345678/ }));
  expect(phone.getByText(`2026-08-01 ${texts['column.stale']}`)).toBeVisible();
  expect(table.find(([, value]) => value === '0551-62345678')?.slice(2)).toEqual([
    '2026-08-01',
    texts['column.stale'],
  ]);
  expect(table.find(([, value]) => value === '长江路1号')?.slice(2)).toEqual(['2026-11-01', '']);
});

test('of an important customer the analysis comes before the survey, in both', async () => {
  const places = async () => {
    const table = await inTable();
    expect(table.map(([label]) => label)).toEqual(onSheet().map(([label]) => label));
    const at = (label: string) => table.findIndex(([each]) => each === label);
    return at(texts['figure.value']) < at('电话');
  };
  show(file);
  expect(await places()).toBe(true);
  cleanup();
  show({ ...file, is_key: false });
  expect(await places()).toBe(false);
});

test('a file without analysis or review has neither', async () => {
  show({ ...file, reviews: [] });
  expect(await inTable()).toHaveLength(5 + file.answers.length);
  expect(onSheet()).toHaveLength(5 + file.answers.length);
});
