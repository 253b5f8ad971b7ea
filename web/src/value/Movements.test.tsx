import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { Movements } from './Movements';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  Link: ({ to, search, children, ...rest }: { to: string; search: unknown; children: React.ReactNode }) => (
    <a href={`${to}?${JSON.stringify(search)}`} {...rest}>
      {children}
    </a>
  ),
}));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'value', 'customers')();
});

afterEach(cleanup);

function show(movements: { from: string; to: string; accounts: number }[], day: string | null) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <Movements movements={movements} day={day} days={91} />
    </LocaleContext>,
  );
}

test('f10 who has risen and fallen is told, and each number opens its customers', () => {
  show(
    [
      { from: 'major', to: 'vip', accounts: 2 },
      { from: 'vip', to: 'ordinary', accounts: 1 },
      { from: 'none', to: 'small', accounts: 12 },
      { from: 'small', to: 'none', accounts: 3 },
    ],
    '2026-08-31',
  );
  expect(screen.getByText('2 个上升，1 个下降，12 个新进入，3 个不再下单。')).toBeTruthy();
  const fallen = screen.getByRole('link', { name: '下降 1' });
  expect(fallen.getAttribute('href')).toContain('"pyramid_before","op":"in","value":["vip"]');
  expect(fallen.getAttribute('href')).toContain('"pyramid","op":"in","value":["ordinary"]');
  const outside = screen.getByRole('rowheader', { name: '近一年无订单' }).closest('tr') as HTMLElement;
  expect(within(outside).getByRole('link', { name: '上升 12' })).toBeTruthy();
});

test('without a day that lies far enough back it says when it will tell', () => {
  show([], null);
  expect(screen.getByText(/91 天之前/)).toBeTruthy();
});
