import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { FieldInfo } from '@/api';
import { showKinds } from '@/lib';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import { type CardFields, ListCard } from './Card';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  showKinds([{ kind: 'bill', list: 'bills', columns: { exact: ['net'] } }]);
});

afterEach(cleanup);

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  Link: ({ to, children }: { to: string; children: React.ReactNode }) => <a href={to}>{children}</a>,
}));

const COLUMNS: FieldInfo[] = [
  { key: 'name', kind: 'text' },
  { key: 'at', kind: 'datetime' },
  { key: 'days', kind: 'days' },
  { key: 'net', kind: 'money' },
];
const ROW = {
  id: 'a',
  version: 1,
  name: '金源',
  at: `${new Date().getFullYear()}-02-03T04:05:00Z`,
  days: 27,
  net: { minor: 1_010_200, currency: 'CNY' },
};

function show({
  fields,
  list = 'bills',
  ticking = false,
}: {
  fields: CardFields;
  list?: string;
  ticking?: boolean;
}) {
  const onTick = vi.fn();
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <ListCard
        list={list}
        row={ROW}
        top={0}
        index={0}
        columns={COLUMNS}
        fields={fields}
        href={() => '/bills/a'}
        ticked={false}
        ticking={ticking}
        onTick={onTick}
        onPeek={() => undefined}
      />
    </LocaleContext>,
  );
  return onTick;
}

test('while one chooses, a press on the card ticks it and does not open it', async () => {
  const onTick = show({ fields: {}, ticking: true });
  expect(screen.queryByRole('link')).toBeNull();
  await userEvent.setup().click(screen.getByText('金源'));
  expect(onTick).toHaveBeenCalledExactlyOnceWith(ROW, 0, false);
});

test('otherwise it opens', () => {
  show({ fields: {} });
  expect(screen.getByRole('link')).toHaveAttribute('href', '/bills/a');
});

test('a time has its clock, and a value says what it is or nothing at all', () => {
  const says = { days: (days: unknown) => `${days} 天未下单`, net: () => null };
  show({ fields: { meta: ['at', 'days', 'net'], says } });
  expect(document.querySelector('.card-meta')).toHaveTextContent(/^02-03 \d\d:05 · 27 天未下单$/);
});

test('the amount of a document stands in full, that of anything else is short', () => {
  show({ fields: { value: 'net' } });
  expect(screen.getByText('¥10,102.00')).toBeVisible();
  cleanup();
  show({ fields: { value: 'net' }, list: 'things' });
  expect(screen.getByText('¥1.01万')).toBeVisible();
});
