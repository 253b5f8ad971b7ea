import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { usePages, useRemove, useTotals } from './queries';

afterEach(() => vi.unstubAllGlobals());

function withClient() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return { client, wrapper };
}

test('the number of one filter is never shown for another, and stays while more is asked of the same', async () => {
  const answers: ((count: number) => void)[] = [];
  vi.stubGlobal('fetch', () => {
    return new Promise((resolve) => {
      answers.push((value) =>
        resolve(new Response(JSON.stringify({ items: [], count: { value, exact: true } }))),
      );
    });
  });
  const { result, rerender } = renderHook(
    ({ q, sums }: { q: string; sums: string[] }) => useTotals('accounts', { q }, { count: true, sums }),
    { wrapper: withClient().wrapper, initialProps: { q: '金源', sums: [] as string[] } },
  );
  act(() => answers[0]?.(7));
  await waitFor(() => expect(result.current.data?.count?.value).toBe(7));
  rerender({ q: '金源', sums: ['net_sales'] });
  expect(result.current.data?.count?.value).toBe(7);
  rerender({ q: '银河', sums: ['net_sales'] });
  expect(result.current.data).toBeUndefined();
});

test('a removal makes the sums old', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
  const { client, wrapper } = withClient();
  client.setQueryData(['totals', 'orders', undefined, undefined, {}], { items: [] });
  const { result } = renderHook(() => useRemove('orders'), { wrapper });
  await act(async () => result.current.mutateAsync({ id: 'o1' }));
  expect(
    client.getQueryCache().find({ queryKey: ['totals', 'orders'], exact: false })?.state.isInvalidated,
  ).toBe(true);
});

test('what is read a page at a time grows by asking, and ends', async () => {
  const asked: (string | undefined)[] = [];
  const read = async (cursor: string | undefined) => {
    asked.push(cursor);
    return { items: [cursor ? 'b' : 'a'], next_cursor: cursor ? null : 'c1' };
  };
  const { result } = renderHook(() => usePages({ queryKey: ['things'], read }), withClient());
  await waitFor(() => expect(result.current.items).toEqual(['a']));
  expect(result.current.hasNextPage).toBe(true);
  await act(async () => void (await result.current.fetchNextPage()));
  await waitFor(() => expect(result.current.items).toEqual(['a', 'b']));
  expect(result.current.hasNextPage).toBe(false);
  expect(asked).toEqual([undefined, 'c1']);
});

test('where there is nothing to be read, nothing is asked', () => {
  const { result } = renderHook(() => usePages({ queryKey: ['nothing'], read: undefined }), withClient());
  expect(result.current.fetchStatus).toBe('idle');
  expect(result.current.items).toEqual([]);
});
