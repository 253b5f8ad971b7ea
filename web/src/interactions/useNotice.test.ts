import { renderHook } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import type { Notification } from '@/api';
import { loadLocale } from '@/lib/i18n';
import { useNotice } from './useNotice';

beforeAll(async () => {
  await loadLocale('zh-CN');
});

function told(name: string, data: Record<string, unknown>, account: string | null = null) {
  const notice = renderHook(() => useNotice()).result.current;
  return notice({ id: 'n1', at: '2026-11-25T08:00:00Z', name, data, account_id: account } as Notification);
}

test('a notification says what happened and leads to where', () => {
  expect(told('mentioned', { account: '金源', text: '请看一下' }, 'a1')).toEqual({
    title: '金源：有人在评论里提到您',
    body: '请看一下',
    to: '/accounts/a1',
  });
  expect(told('accounts_given', { by: '陈思远', accounts: 3 })).toMatchObject({ to: '/accounts' });
  expect(told('tasks_due', { tasks: 2, promises: 1 })).toEqual({
    title: '今天有 2 项待办到期',
    body: '今天有 1 项承诺到期',
    to: '/tasks',
  });
});

test('what one follows is told in one line, with what happened, and leads to it', () => {
  const data = { by: '李娜', name: '金源酒业', updates: 3, what: { comment: 2, owner: 1 } };
  expect(told('followed', data, 'a1')).toEqual({
    title: '金源酒业 有 3 条更新',
    body: '2 条评论、换了负责人',
    to: '/accounts/a1',
  });
  expect(told('followed_many', { records: 40 })).toMatchObject({
    title: '您关注的 40 条记录有更新',
    to: '/accounts',
  });
});

test('one of which nothing is known yet is told all the same', () => {
  expect(told('brand_new', {})).toEqual({ title: '有新的变化', body: null, to: '/tasks' });
});
