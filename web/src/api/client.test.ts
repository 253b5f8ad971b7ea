import { afterEach, expect, test, vi } from 'vitest';
import { api, readPage, whenSignedOut } from './client';
import { isPassing, Problem } from './problem';

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

function serve(...answers: (Response | Error)[]) {
  const calls: { url: string; init: RequestInit }[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, init });
    const next = answers.shift();
    return next instanceof Response
      ? Promise.resolve(next)
      : Promise.reject(next ?? new Error('no answer left'));
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

const id: string = '1';

test('a change carries the version it was made against', async () => {
  const calls = serve(answer(200, { id: '1' }));
  await api.patch(`/accounts/${id}`, { name: 'x' }, 3);
  expect(calls[0]?.init.headers).toMatchObject({ 'If-Match': '"3"' });
});

test('a create whose answer was lost is tried once more with the same key', async () => {
  const calls = serve(new TypeError('network'), answer(201, { id: '1' }));
  await api.post('/accounts', { name: 'x' });
  const keys = calls.map(({ init }) => (init.headers as Record<string, string>)['Idempotency-Key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('a change that found the server busy is sent once more', async () => {
  const busy = answer(503, { status: 503, code: 'busy' });
  busy.headers.set('retry-after', '1');
  const calls = serve(busy, answer(200, { id: '1' }));
  await api.patch(`/accounts/${id}`, { name: 'x' }, 3);
  expect(calls).toHaveLength(2);
});

test('what took too long is not asked again', async () => {
  const calls = serve(answer(503, { status: 503, code: 'too_slow' }));
  const error = await api.post('/accounts/search', {}).catch((cause: unknown) => cause);
  expect(calls).toHaveLength(1);
  expect(isPassing(error)).toBe(false);
});

test('a network that stays silent is a problem with code offline', async () => {
  serve(new TypeError('network'), new TypeError('network'));
  await expect(api.get('/me')).rejects.toMatchObject({ status: 0, code: 'offline' });
});

test('problem+json becomes a Problem with its fields and the present record', async () => {
  serve(answer(412, { status: 412, code: 'stale_version', current: { id: '1', version: 4 } }));
  const error = await api.patch(`/accounts/${id}`, {}, 3).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ code: 'stale_version', current: { version: 4 } });
});

test('a lost session is reported once, and not on the sign-in page', async () => {
  const signedOut = vi.fn();
  whenSignedOut(signedOut);
  serve(
    answer(401, { status: 401, code: 'unauthenticated' }),
    answer(401, { status: 401, code: 'wrong_credentials' }),
  );
  await api.get('/accounts').catch(() => undefined);
  await api.post('/sessions', { email: '', password: '' }, { redirect: false }).catch(() => undefined);
  expect(signedOut).toHaveBeenCalledTimes(1);
});

test('a long filter goes by POST', async () => {
  const ids = Array.from(
    { length: 80 },
    (_, index) => `0190f3c2-7b1e-7000-8000-${String(index).padStart(12, '0')}`,
  );
  const calls = serve(answer(200, { items: [] }), answer(200, { items: [] }));
  await readPage('accounts', { filter: { field: 'owner', op: 'in', value: ['me'] } });
  await readPage('accounts', { filter: { field: 'owner', op: 'in', value: ids } });
  expect(calls.map(({ url, init }) => `${init.method} ${url.split('?')[0]}`)).toEqual([
    'GET /api/v1/accounts',
    'POST /api/v1/accounts/search',
  ]);
});
