import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { keys } from '@/api';
import { LocaleContext, loadLocale } from '@/lib/i18n';
import { ChangedFields } from './ChangedFields';

let antd: Awaited<ReturnType<typeof loadLocale>>;
beforeAll(async () => {
  antd = await loadLocale('zh-CN');
});
afterEach(cleanup);

test('what changed in a field of the workspace’s own is told as people read it, not as it is kept', () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const own = (key: string, custom: object) => ({ key: `custom.${key}`, custom });
  client.setQueryData(keys.listInfo('accounts'), {
    fields: [
      own('area', { label: '门店面积', type: 'number', decimals: 1 }),
      own('rent', { label: '押金', type: 'money' }),
      own('grade', { label: '陈列等级', type: 'choice', choices: [{ key: 'b', label: 'B 级' }] }),
    ],
  });
  const change = (field: string, after: unknown) => ({ field: `custom.${field}`, before: null, after });
  render(
    <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: async () => undefined }}>
      <QueryClientProvider client={client}>
        <ChangedFields
          list="accounts"
          names={{}}
          changes={[change('area', 125), change('rent', 350_000), change('grade', 'b'), change('gone', 'x')]}
        />
      </QueryClientProvider>
    </LocaleContext>,
  );
  const told = screen
    .getAllByRole('term')
    .map((term) => `${term.textContent}: ${term.nextSibling?.textContent}`);
  expect(told).toEqual(['门店面积: –12.5', '押金: –¥3,500.00', '陈列等级: –B 级', 'gone: –x']);
});
