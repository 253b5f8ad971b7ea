import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ListInfo, View } from '@/api';
import { listState } from '@/lib/listState';
import { type ListPage, useListPage } from './useListPage';

let phone = true;
vi.mock('@/lib', async (original) => ({
  ...(await original<typeof import('@/lib')>()),
  useIsPhone: () => phone,
}));
vi.mock('@/api', async (original) => ({
  ...(await original<typeof import('@/api')>()),
  useViews: () => VIEWS,
}));
vi.mock('./useColumnChoice', () => ({
  useColumnChoice: () => ({ chosen: undefined, keep: () => undefined }),
}));

const DEFAULT = {
  id: 'v1',
  filter: null,
  sort: '-name',
  columns: ['name'],
  is_default: true,
} as unknown as View;
const VIEWS = { data: [DEFAULT], isPending: false };

// The router puts the page back to its top.
vi.stubGlobal('scrollTo', () => undefined);

afterEach(cleanup);

const INFO = { fields: [{ key: 'name', kind: 'text' }], default_columns: ['name'] } as unknown as ListInfo;

async function show(address = '/orders?q=x') {
  let page: ListPage | undefined;
  const root = createRootRoute();
  const list = createRoute({
    getParentRoute: () => root,
    path: '/orders',
    validateSearch: listState,
    component: () => {
      page = useListPage(INFO, 'orders', undefined);
      return null;
    },
  });
  const history = createMemoryHistory({ initialEntries: ['/', address] });
  const router = createRouter({ routeTree: root.addChildren([list]), history });
  render(<RouterProvider router={router as never} />);
  await waitFor(() => expect(page).toBeDefined());
  const peek = async (id: string | undefined) => {
    await act(async () => page?.peek(id));
    await waitFor(() => expect(page?.search.peek).toBe(id));
  };
  const now = () => page as ListPage;
  return { history, peek, peeked: () => page?.search.peek, now };
}

test('on a phone Back closes the quick view, and closing it leaves no step behind', async () => {
  phone = true;
  const { history, peek, peeked } = await show();
  const begun = history.location.state.__TSR_index;
  await peek('o1');
  expect(history.location.state.__TSR_index).toBe(begun + 1);
  await act(async () => history.back());
  await waitFor(() => expect(peeked()).toBeUndefined());
  expect(history.location.pathname).toBe('/orders');
  await peek('o2');
  await peek('o3');
  await act(async () => history.back());
  await waitFor(() => expect(peeked()).toBeUndefined());
  await peek('o4');
  await peek(undefined);
  expect(history.location.state.__TSR_index).toBe(begun);
  expect(history.location.pathname).toBe('/orders');
});

test('beside the list it is no step of its own', async () => {
  phone = false;
  const { history, peek } = await show();
  const begun = history.location.state.__TSR_index;
  await peek('o1');
  await peek('o2');
  await peek(undefined);
  expect(history.location.state.__TSR_index).toBe(begun);
});

test('the default view is shown where the address asks for nothing, and stays when it is asked for more', async () => {
  for (const address of [
    '/orders?q=x',
    '/orders?sort=name',
    `/orders?filter=${encodeURIComponent('{"all":[]}')}`,
  ]) {
    const { now } = await show(address);
    expect([address, now().view]).toEqual([address, undefined]);
    cleanup();
  }
  const { now } = await show('/orders');
  expect([now().view?.id, now().sort]).toEqual(['v1', '-name']);
  await act(async () => now().change({ q: '金源' }));
  await waitFor(() => expect(now().q).toBe('金源'));
  expect([now().view?.id, now().sort, now().search.view]).toEqual(['v1', '-name', 'v1']);
});

test('who takes back what the address asked for sees all, and not what the default view asks for', async () => {
  const { now } = await show('/orders?q=x');
  await act(async () => now().change({ q: undefined }));
  await waitFor(() => expect(now().q).toBe(''));
  expect([now().view, now().search.view]).toEqual([undefined, 'all']);
});
