import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Schema } from '@/api';
import { loadLocale, withTexts } from '@/lib/i18n';
import { ConfirmHost } from '@/ui/confirm';
import ui from '@/ui/i18n/zh-CN.json';
import { HandOverDialog } from './HandOverDialog';
import texts from './i18n/zh-CN.json';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<typeof import('@tanstack/react-router')>()),
  useBlocker: () => undefined,
}));
vi.mock('@/lib', async (original) => ({
  ...(await original<typeof import('@/lib')>()),
  useMay: () => false,
}));
vi.mock('./HoldingList', () => ({ HoldingList: () => null }));
vi.mock('./useHoldings', () => ({ useHoldings: () => ({}), useHoldingsText: () => () => '' }));
vi.mock('@/ui/refs', () => ({
  useRefOptions: () => ({ data: [{ id: 'u2', name: '王敏' }] }),
}));

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'handover')();
});

afterEach(cleanup);

test('a chosen successor is not thrown away without asking', async () => {
  const onClose = vi.fn();
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
        <HandOverDialog
          user={{ id: 'u1', name: '李强', active: true } as Schema<'User'>}
          onClose={onClose}
          onQueued={() => undefined}
        />
        <ConfirmHost />
      </ConfigProvider>
    </QueryClientProvider>,
  );
  await user.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledTimes(1);
  await user.click(screen.getByRole('button', { name: texts.next }));
  await user.click(screen.getByRole('combobox', { name: texts.successor }));
  await user.click(await screen.findByText('王敏'));
  await user.click(screen.getByRole('button', { name: texts.back }));
  await user.click(screen.getByRole('button', { name: ui.cancel }));
  expect(await screen.findByText(ui['form.leave_title'])).toBeVisible();
  expect(onClose).toHaveBeenCalledTimes(1);
});
