import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';
import { CommentRemove } from './CommentRemove';
import texts from './i18n/zh-CN.json';
import type { Comment } from './types';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'interactions')();
});

afterEach(cleanup);

function show(may_remove: boolean) {
  const comment: Comment = {
    id: '1',
    account_id: '2',
    author: { id: '3', name: '陈思远' },
    body: '好',
    mentions: [],
    created_at: '2026-11-25T00:00:00Z',
    edited_at: null,
    version: 1,
    may_change: false,
    may_remove,
  };
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
      <QueryClientProvider client={new QueryClient()}>
        <CommentRemove comment={comment} />
      </QueryClientProvider>
    </LocaleContext>,
  );
}

test('a comment is taken back where the server says that one may, whoever wrote it', () => {
  show(true);
  expect(screen.getByRole('button', { name: texts['comment.remove'] })).toBeEnabled();
  cleanup();
  show(false);
  expect(screen.queryByRole('button')).toBeNull();
});
