import { QueryClient } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { expect, test } from 'vitest';
import { signInAgain } from './signInAgain';

async function at(path: string, stays: boolean) {
  const root = createRootRoute();
  const children = ['/login', '/accounts/new'].map((each) =>
    createRoute({ getParentRoute: () => root, path: each }),
  );
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree: root.addChildren(children), history });
  await router.load();
  history.subscribe(() => void router.load());
  history.block({ blockerFn: async () => stays });
  const client = new QueryClient();
  client.setQueryData(['record', 'accounts', 'a'], {});
  void signInAgain(router as never, client, path);
  await new Promise((done) => setTimeout(done, 50));
  return { path: router.state.location.pathname, known: client.getQueryCache().getAll().length };
}

test('whose session has ended is at the sign-in page, and what was read is forgotten', async () => {
  expect(await at('/accounts/new', false)).toEqual({ path: '/login', known: 0 });
});

test('who would rather stay with what was typed finds it as it was', async () => {
  expect(await at('/accounts/new', true)).toEqual({ path: '/accounts/new', known: 1 });
});
