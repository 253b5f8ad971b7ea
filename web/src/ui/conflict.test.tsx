import { cleanup, render, renderHook, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { loadLocale } from '@/lib/i18n';
import { ConflictHost, useConflict } from './conflict';
import texts from './i18n/zh-CN.json';
import type { FormValues as Values } from './RecordForm';

beforeAll(async () => {
  await loadLocale('zh-CN');
});
beforeEach(() => {
  render(
    <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
      <ConflictHost />
    </ConfigProvider>,
  );
});
afterEach(cleanup);

const ORIGINAL = { phone: '1', region: '合肥', remark: null };
const FIELDS = Object.keys(ORIGINAL).map((key) => ({
  key,
  label: key,
  show: (value: unknown) => String(value),
}));

/** A server that has this record by now, and takes only what was made from its version. */
function server(...records: (Values & { version: number })[]) {
  return vi.fn(async (_values: Values, _original: Values, version: number | undefined) => {
    const [present, ...later] = records;
    if (!present || version === present.version) return { version: (version ?? 0) + 1 };
    records = later.length > 0 ? later : [present];
    throw new Problem({ status: 412, code: 'stale_version', current: { id: 'a', ...present } });
  });
}

function settle(mine: Values, send: ReturnType<typeof server>) {
  const { result } = renderHook(() => useConflict());
  const toValues = ({ phone, region, remark }: Values) => ({ phone, region, remark });
  return result.current({ fields: FIELDS, toValues, original: ORIGINAL, mine, version: 3, send });
}

test('what nobody else changed is saved without a question', async () => {
  const send = server({ ...ORIGINAL, version: 3 });
  const done = await settle({ ...ORIGINAL, phone: '2' }, send);
  expect(done?.saved).toEqual({ version: 4 });
  expect(send).toHaveBeenCalledTimes(1);
});

test('what the two did not both change is kept of both', async () => {
  const theirs = { ...ORIGINAL, region: '芜湖', version: 4 };
  const send = server(theirs);
  const done = await settle({ ...ORIGINAL, phone: '2' }, send);
  expect(done?.values).toEqual({ phone: '2', region: '芜湖', remark: null });
  expect(send).toHaveBeenLastCalledWith(done?.values, { phone: '1', region: '芜湖', remark: null }, 4);
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('what both changed is asked for field by field, with what was there before', async () => {
  const send = server({ phone: '9', region: '芜湖', remark: '老客户', version: 4 });
  const saving = settle({ phone: '2', region: '安庆', remark: null }, send);
  const dialog = await screen.findByRole('dialog');
  const row = (name: string) => within(within(dialog).getByRole('row', { name: new RegExp(`^${name}`) }));
  expect(
    row('phone')
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['1', '9', '2']);
  expect(row('region').getByRole('radio', { name: '安庆' })).toBeChecked();
  expect(within(dialog).queryByText('老客户')).toBeNull();
  await userEvent.click(row('phone').getByRole('radio', { name: '9' }));
  await userEvent.click(within(dialog).getByRole('button', { name: texts['conflict.save'] }));
  const done = await saving;
  expect(done?.values).toEqual({ phone: '9', region: '安庆', remark: '老客户' });
  expect(send).toHaveBeenLastCalledWith(done?.values, { phone: '9', region: '芜湖', remark: '老客户' }, 4);
});

test('who goes back to the form saves nothing', async () => {
  const send = server({ ...ORIGINAL, phone: '9', version: 4 });
  const saving = settle({ ...ORIGINAL, phone: '2' }, send);
  await userEvent.click(await screen.findByRole('button', { name: texts['conflict.back'] }));
  expect(await saving).toBeNull();
  expect(send).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a third who is faster still is asked about again', async () => {
  const send = server({ ...ORIGINAL, phone: '8', version: 4 }, { ...ORIGINAL, phone: '9', version: 5 });
  const saving = settle({ ...ORIGINAL, phone: '2' }, send);
  const save = () => screen.findByRole('button', { name: texts['conflict.save'] });
  await userEvent.click(await save());
  expect(await screen.findByRole('radio', { name: '9' })).not.toBeChecked();
  await userEvent.click(await save());
  expect((await saving)?.values).toEqual({ ...ORIGINAL, phone: '2' });
  expect(send).toHaveBeenLastCalledWith(expect.anything(), { ...ORIGINAL, phone: '9' }, 5);
});

test('another failure is for the form to tell', async () => {
  const refused = new Problem({ status: 422, code: 'invalid' });
  const send = vi.fn(async () => Promise.reject(refused)) as unknown as ReturnType<typeof server>;
  await expect(settle({ ...ORIGINAL, phone: '2' }, send)).rejects.toBe(refused);
});
