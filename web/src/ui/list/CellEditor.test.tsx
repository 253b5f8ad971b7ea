import { cleanup, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type FieldInfo, Problem } from '@/api';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import texts from '../i18n/zh-CN.json';
import { Toaster } from '../Toaster';
import { CellEditor } from './CellEditor';

type Save = { id: string; version: number; body: Record<string, unknown> };
const save = vi.fn(async (sent: Save) => ({ ...sent.body, id: sent.id, version: sent.version + 1 }));
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  useSave: () => ({ mutateAsync: save }),
}));
vi.mock('../refs', () => ({ useTags: () => ({ data: [] }), useRefOptions: () => ({ data: [] }) }));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
});
afterEach(() => {
  cleanup();
  save.mockClear();
});

type CellProps = { field: FieldInfo; value: unknown; long?: boolean };

function Cell({ field, value, long }: CellProps) {
  const [open, setOpen] = useState<{ start?: unknown } | null>({});
  return (
    <>
      {open && (
        <CellEditor
          list="accounts"
          row={{ id: 'a', version: 3, [field.key]: value }}
          field={field}
          long={long}
          start={open.start}
          onClose={() => setOpen(null)}
          onStale={() => undefined}
          onAgain={(start) => setOpen({ start })}
        />
      )}
      <button type="button">elsewhere</button>
      <Toaster />
    </>
  );
}

function show(props: CellProps) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }}>
        <Cell {...props} />
      </ConfigProvider>
    </LocaleContext>,
  );
  return userEvent.setup();
}

const TEXT: FieldInfo = { key: 'remark', kind: 'text' };

test('a tag that is typed and left is saved', async () => {
  const user = show({ field: { key: 'tags', kind: 'tags' }, value: ['老客户'] });
  await user.type(screen.getByRole('combobox'), '宴席');
  await user.click(screen.getByRole('button', { name: 'elsewhere' }));
  await waitFor(() => expect(save).toHaveBeenCalled());
  expect(save.mock.calls[0]?.[0].body).toEqual({ tags: ['老客户', '宴席'] });
});

test('a value of a field that the workspace has added is sent where the record keeps it', async () => {
  const custom = { type: 'number' } as FieldInfo['custom'];
  const user = show({ field: { key: 'custom.area', kind: 'decimal', decimals: 1, custom }, value: 12.5 });
  const box = screen.getByRole('spinbutton');
  expect(box).toHaveValue('12.5');
  await user.clear(box);
  await user.type(box, '86.5{Enter}');
  await waitFor(() => expect(save).toHaveBeenCalled());
  expect(save.mock.calls[0]?.[0].body).toEqual({ custom: { area: 86.5 } });
});

test('a long text keeps its lines: Enter begins one, Ctrl+Enter saves', async () => {
  const user = show({ field: TEXT, value: '一\n二', long: true });
  const box = screen.getByRole('textbox');
  expect(box).toHaveValue('一\n二');
  await user.type(box, '{Enter}三');
  expect(save).not.toHaveBeenCalled();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(save).toHaveBeenCalled());
  expect(save.mock.calls[0]?.[0].body).toEqual({ remark: '一\n二\n三' });
});

test('Enter and Esc that belong to the input method neither save nor give up', () => {
  show({ field: TEXT, value: '' });
  const box = screen.getByRole('textbox');
  fireEvent.change(box, { target: { value: 'lao' } });
  for (const key of ['Enter', 'Escape']) {
    fireEvent(box, createEvent.keyDown(box, { key, isComposing: true }));
    expect(screen.getByRole('textbox')).toBeVisible();
  }
  expect(save).not.toHaveBeenCalled();
});

test('what was refused is edited again with what was typed', async () => {
  save.mockRejectedValueOnce(new Problem({ status: 422, code: 'invalid' }));
  const user = show({ field: TEXT, value: '' });
  await user.type(screen.getByRole('textbox'), '老客户{Enter}');
  expect(screen.queryByRole('textbox')).toBeNull();
  await user.click(await screen.findByRole('button', { name: texts['list.edit_again'] }));
  expect(screen.getByRole('textbox')).toHaveValue('老客户');
  await user.type(screen.getByRole('textbox'), '，宴席{Enter}');
  await waitFor(() => expect(save).toHaveBeenCalledTimes(2));
  expect(save.mock.calls[1]?.[0].body).toEqual({ remark: '老客户，宴席' });
});

test('what is no day is told, not saved, and the day before stays', async () => {
  const user = show({ field: { key: 'due_on', kind: 'date' }, value: '2026-11-02' });
  const box = screen.getByLabelText('due_on');
  await user.clear(box);
  await user.type(box, '2026-11-31');
  await user.tab();
  expect(await screen.findByText(texts.not_a_day)).toBeInTheDocument();
  expect(save).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: texts['list.edit_again'] }));
  expect(screen.getByDisplayValue('2026-11-02')).toBeVisible();
});
