import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { ConfigProvider } from 'antd';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { errorTexts, LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { BackupSection } from './BackupSection';
import texts from './i18n/zh-CN.json';
import type { Backups } from './types';

vi.mock('@/lib/me', async (original) => ({
  ...(await original<typeof import('@/lib/me')>()),
  useMay: () => true,
}));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => ({}), 'health')();
  await errorTexts();
});

afterEach(cleanup);

const BACKUPS: Backups = {
  made_by: 'guanxi',
  folder: '/var/lib/guanxi/backups',
  at: '02:30',
  daily: 7,
  weekly: 4,
  hours: 36,
  last_at: '2026-11-29T18:30:00Z',
  kept: [
    {
      name: '20261129-183000',
      made_at: '2026-11-29T18:30:00Z',
      version: '0.1.0',
      database_bytes: 2_411_724,
      files: 3,
      files_bytes: 1024,
    },
  ],
};

function show(change: Partial<Backups>, warnings: { code: 'backup_overdue'; grave: boolean }[] = []) {
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <ConfigProvider theme={{ zeroRuntime: true }} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={new QueryClient()}>
          <BackupSection backups={{ ...BACKUPS, ...change }} warnings={warnings} />
        </QueryClientProvider>
      </ConfigProvider>
    </LocaleContext>,
  );
}

const button = (name: string) => screen.getByRole('button', { name });

test('a backup can be made and the newest rehearsed, one after the other', () => {
  show({});
  expect(button(texts.back_up)).toBeEnabled();
  expect(button(texts.rehearse)).toBeEnabled();
  cleanup();
  show({ job: '0192' });
  expect(button(texts.back_up)).toBeDisabled();
  expect(button(texts.rehearse)).toBeDisabled();
  cleanup();
  show({ kept: [] });
  expect(button(texts.rehearse)).toBeDisabled();
});

test('why it failed is told in one’s own words, and as the machine says it', () => {
  show(
    {
      last_run: {
        at: '2026-11-29T18:30:00Z',
        took_ms: 20,
        succeeded: false,
        code: 'no_room',
        detail: '12 bytes free',
      },
    },
    [{ code: 'backup_overdue', grave: true }],
  );
  expect(screen.getByText(/磁盘剩余空间不够/)).toBeInTheDocument();
  expect(screen.getByText('12 bytes free')).toBeInTheDocument();
  expect(screen.getByText('超过 36 小时')).toBeInTheDocument();
});

test('with PostgreSQL there is nothing to press, and it is told how to tell', () => {
  show({ made_by: 'operator', at: null, kept: [] });
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.getByText(/touch \/var\/lib\/guanxi\/backups\/last-backup/)).toBeInTheDocument();
});
