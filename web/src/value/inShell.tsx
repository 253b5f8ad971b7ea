import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { act, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { meQuery } from '@/api';
import { LocaleContext, loadLocale, withTexts } from '@/lib/i18n';

/** For tests: draws it as it stands within the shell, in simplified Chinese, for somebody who may read everything. */
export async function inShell(children: ReactNode, objects = ['account', 'order', 'interaction']) {
  // The router puts the page back to its top.
  vi.stubGlobal('scrollTo', () => undefined);
  const antd = await loadLocale('zh-CN');
  await withTexts(async () => undefined, 'value', 'customers')();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const grants = objects.map((object) => ({ object, action: 'read', scope: 'all' }));
  client.setQueryData(meQuery.queryKey, { grants, workspace: { currency: 'CNY' } } as never);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <>{children}</> }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  await act(async () => {
    render(
      <LocaleContext value={{ locale: 'zh-CN', antd, setLocale: () => Promise.resolve() }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </LocaleContext>,
    );
  });
}

/** For tests: the list that a number opens, and the filter it asks for. */
export function behind(name: string | RegExp): { list: string; filter: unknown } {
  const href = new URL(screen.getByRole<HTMLAnchorElement>('link', { name }).href);
  return { list: href.pathname, filter: JSON.parse(href.searchParams.get('filter') ?? 'null') };
}
