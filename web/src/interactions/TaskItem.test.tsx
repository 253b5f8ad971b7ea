import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { TaskItem } from './TaskItem';
import type { Task } from './types';

vi.mock('@/lib', async (original) => ({
  ...(await original<typeof import('@/lib')>()),
  useMay: () => false,
}));

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});

afterEach(cleanup);

function show(subject: string, full = false) {
  const task = { id: 'a', version: 1, subject, due_on: '2026-12-01', state: 'open', priority: 'normal' };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
        <TaskItem task={task as Task} full={full} />
      </LocaleContext>
    </QueryClientProvider>,
  );
}

const LONG = '补货与陈列检查，'.repeat(37);

test('a long subject is shortened, and opens to its end', async () => {
  show(LONG);
  const subject = screen.getByRole('button', { name: LONG });
  const text = screen.getByText(LONG);
  expect(subject).toHaveAttribute('aria-expanded', 'false');
  expect(text).toHaveClass('task-clamp');
  await userEvent.setup().click(subject);
  expect(subject).toHaveAttribute('aria-expanded', 'true');
  expect(text).not.toHaveClass('task-clamp');
});

test('a short one, and one that stands alone, is just read', () => {
  show('送样品');
  expect(screen.queryByRole('button', { name: '送样品' })).toBeNull();
  cleanup();
  show(LONG, true);
  expect(screen.queryByRole('button', { name: LONG })).toBeNull();
  expect(screen.getByText(LONG)).not.toHaveClass('task-clamp');
});
