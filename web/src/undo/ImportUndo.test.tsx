import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { ImportUndo } from './ImportUndo';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'undo')();
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const STATE = { possible: true, refused: null, until: '2026-12-07T08:00:00Z', written_rows: 3, last: null };
const RUN = {
  dry_run: true,
  state: 'done',
  job_id: '0197a000-0000-7000-8000-000000000001',
  by: { id: '0197a000-0000-7000-8000-000000000002', name: '李经理' },
  at: '2026-11-30T08:00:00Z',
  removed_rows: 2,
  restored_rows: 1,
  left_rows: 1,
  left: [],
};

/** Shows an import whose undo stands like this; what was asked for afterwards. */
function show(state: object) {
  const asked: unknown[] = [];
  const answer = async (_: unknown, init?: RequestInit) => {
    if (init?.method === 'POST') asked.push(JSON.parse(String(init.body)));
    return new Response(JSON.stringify(state), { headers: { 'content-type': 'application/json' } });
  };
  vi.stubGlobal('fetch', vi.fn(answer));
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd: {} as never, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <QueryClientProvider client={new QueryClient()}>
          <ImportUndo id="0197a000-0000-7000-8000-000000000003" />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
  return asked;
}

test('nothing is undone before it was told what that would do', async () => {
  const asked = show(STATE);
  fireEvent.click(await screen.findByRole('button', { name: '先看会撤销什么' }));
  await waitFor(() => expect(asked).toEqual([{ dry_run: true }]));
  expect(screen.queryByRole('button', { name: '确认撤销' })).toBeNull();
});

test('what would happen is counted, and then done', async () => {
  const asked = show({ ...STATE, last: RUN });
  fireEvent.click(await screen.findByRole('button', { name: '确认撤销' }));
  expect(screen.getByText('移除新增').nextSibling?.textContent).toBe('2');
  await waitFor(() => expect(asked).toEqual([{ dry_run: false }]));
});

test('what was left is told with its reasons', async () => {
  const left = [{ why: 'changed_since', rows: 1 }];
  show({ ...STATE, possible: false, refused: 'import_undone', last: { ...RUN, dry_run: false, left } });
  expect(await screen.findByText('导入后已被修改：1 条')).toBeTruthy();
  expect(screen.getByRole('link', { name: '下载未撤销的记录（Excel）' })).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});

test('an import that cannot be undone any more says nothing of it', async () => {
  show({ ...STATE, possible: false, refused: 'import_undo_late' });
  await waitFor(() => expect(fetch).toHaveBeenCalled());
  expect(screen.queryByText('撤销导入')).toBeNull();
});
