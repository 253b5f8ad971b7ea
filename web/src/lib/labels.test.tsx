import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { keys } from '@/api';
import { loadLocale, withTexts } from './i18n';
import { useLabels } from './labels';

beforeAll(async () => {
  await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'customers')();
});

test('a field of the workspace’s own and its choices are called as it calls them; one that is gone, by its key', () => {
  const client = new QueryClient();
  const choices = [{ key: 'b', label: 'B 级' }];
  const fields = [{ key: 'custom.grade', kind: 'own_choice', custom: { label: '陈列等级', choices } }];
  client.setQueryData(keys.listInfo('accounts'), { fields });
  const { result } = renderHook(() => useLabels('accounts'), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  });
  const { field, choice } = result.current;
  expect(field('custom.grade')).toBe('陈列等级');
  expect(choice('custom.grade', 'b')).toBe('B 级');
  expect(choice('custom.grade', 'gone')).toBe('gone');
  expect(field('custom.old_one')).toBe('old_one');
  expect(field('region')).toBe('区域');
});
