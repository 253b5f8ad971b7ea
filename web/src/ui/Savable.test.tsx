import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import { Money } from './Money';
import { Savable } from './Savable';

const saved = vi.hoisted(() => vi.fn());
vi.mock('./csv', () => ({ saveCsv: saved }));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
});
afterEach(cleanup);

async function rowsOf(table: React.ReactNode) {
  saved.mockClear();
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <Savable title="级别">{table}</Savable>
    </LocaleContext>,
  );
  fireEvent.click(screen.getByRole('button', { name: /级别/ }));
  await waitFor(() => expect(saved).toHaveBeenCalled());
  const [title, rows] = saved.mock.calls[0] ?? [];
  expect(title).toBe('级别');
  return rows;
}

test('a table is saved cell by cell, amounts in full, without what is only drawn', async () => {
  const rows = await rowsOf(
    <table>
      <thead>
        <tr>
          <th>级别</th>
          <th aria-hidden />
          <th>金额</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th>
            VIP<small>差距最大</small>
          </th>
          <td aria-hidden>▇</td>
          <td>
            <Money value={{ minor: 1_234_567_89, currency: 'CNY' }} /> <i aria-hidden>↑</i> 变好
          </td>
        </tr>
        <tr>
          <th>小客户</th>
          <td>12,345</td>
          <td>–</td>
        </tr>
      </tbody>
    </table>,
  );
  expect(rows).toEqual([
    ['级别', '金额'],
    ['VIP 差距最大', '1234567.89'],
    ['小客户', '12345', ''],
  ]);
});

test('of a list of terms each thing that is said of a term is a cell', async () => {
  const rows = await rowsOf(
    <dl>
      <div>
        <dt>忠诚</dt>
        <dd>
          <b>蝴蝶</b>
          <small>利润高，未必久留</small>
        </dd>
      </div>
    </dl>,
  );
  expect(rows).toEqual([['忠诚', '蝴蝶', '利润高，未必久留']]);
});
