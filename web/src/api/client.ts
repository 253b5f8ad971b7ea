import type { AnswerOf, BodyOf, PathOf, QueryOf } from './paths';
import { Problem, problemOf } from './problem';
import type { BulkRequest, ListParams, Page, Queued, Row } from './types';

export const API = '/api/v1';

type Query = Record<string, string | number | boolean | null | undefined>;
type Options = {
  query?: Query;
  body?: unknown;
  /** Sent as `If-Match`: the version the change was made against. */
  version?: number;
  signal?: AbortSignal;
  /** Off for the sign-in pages, where 401 is an answer and not a lost session. */
  redirect?: boolean;
};

/** Pause before the second and last attempt when the network did not answer or the server was busy. */
const RETRY_AFTER = 700;

let onSignedOut: () => void = () => undefined;
/** The router registers what a lost session does: go to the sign-in page and come back after it. */
export function whenSignedOut(action: () => void) {
  onSignedOut = action;
}

function urlOf(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const tail = search.toString();
  return `${API}${path}${tail ? `?${tail}` : ''}`;
}

// `randomUUID` exists on https and localhost only, and a first trial is often plain http in the office network.
function idempotencyKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

async function send<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const { body, version } = options;
  let payload: BodyInit | undefined;
  if (body instanceof FormData) payload = body;
  else if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    payload = JSON.stringify(body);
  }
  if (version !== undefined) headers['If-Match'] = `"${version}"`;
  const request = {
    method,
    headers,
    body: payload,
    signal: options.signal,
    credentials: 'same-origin' as const,
  };
  const url = urlOf(path, options.query);
  // One key for both attempts: a create whose answer was lost on a phone's network is not made twice.
  if (method === 'POST') headers['Idempotency-Key'] = idempotencyKey();
  const attempt = () => fetch(url, request);
  const again = async () => {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    return attempt();
  };
  const response = await attempt()
    .then(
      // A busy server has saved nothing, and says when to come back; only what changes something is sent again here.
      (answer) =>
        method !== 'GET' && answer.headers.has('retry-after') && answer.status === 503 ? again() : answer,
      (cause: unknown) => {
        if (options.signal?.aborted) throw cause;
        return again();
      },
    )
    .catch((cause: unknown) => {
      if (options.signal?.aborted) throw cause;
      throw new Problem({ status: 0, code: 'offline' });
    });
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && options.redirect !== false) onSignedOut();
    throw problem;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

type Rest<Body> = [Body] extends [undefined]
  ? [body?: undefined, options?: Options]
  : [body: Body, options?: Options];

/**
 * The one way to the server. Paths, bodies and answers are the document's; a caller may expect something narrower
 * than the document says, never something else. Failures are always a `Problem`.
 */
export const api = {
  get: <const P extends PathOf<'get'>, A extends AnswerOf<'get', P> = AnswerOf<'get', P>>(
    path: P,
    query?: QueryOf<'get', P>,
    options?: Options,
  ) => send<A>('GET', path, { ...options, query: query as Query }),
  post: <const P extends PathOf<'post'>, A extends AnswerOf<'post', P> = AnswerOf<'post', P>>(
    path: P,
    ...[body, options]: Rest<BodyOf<'post', P>>
  ) => send<A>('POST', path, { ...options, body }),
  put: <const P extends PathOf<'put'>, A extends AnswerOf<'put', P> = AnswerOf<'put', P>>(
    path: P,
    body: BodyOf<'put', P>,
    options?: Options,
  ) => send<A>('PUT', path, { ...options, body }),
  patch: <const P extends PathOf<'patch'>, A extends AnswerOf<'patch', P> = AnswerOf<'patch', P>>(
    path: P,
    body: BodyOf<'patch', P>,
    version?: number,
  ) => send<A>('PATCH', path, { body, version }),
  remove: <const P extends PathOf<'delete'>, A extends AnswerOf<'delete', P> = AnswerOf<'delete', P>>(
    path: P,
    version?: number,
  ) => send<A>('DELETE', path, { version }),
};

/** The same few things on every list of records, which is known only when the page is. */
export const records = {
  read: <T>(list: string, id: string) => send<T>('GET', `/${list}/${id}`),
  create: <T>(list: string, body: unknown, query?: Query) => send<T>('POST', `/${list}`, { body, query }),
  change: <T>(list: string, id: string, body: unknown, version?: number) =>
    send<T>('PATCH', `/${list}/${id}`, { body, version }),
  remove: (list: string, id: string, version?: number) => send<void>('DELETE', `/${list}/${id}`, { version }),
  restore: <T>(list: string, id: string) => send<T>('POST', `/${list}/${id}/restore`),
  removeForGood: (list: string, id: string) => send<void>('POST', `/${list}/${id}/remove-for-good`),
  bulk: (list: string, body: BulkRequest) => send<Queued>('POST', `/${list}/bulk`, { body }),
};

/** Where a long filter no longer fits a URL that every proxy accepts. */
const LONGEST_FILTER = 1500;

/** Reads one page of a list, by GET or, when the filter is long, by POST /search. */
export function readPage<T = Row>(list: string, params: ListParams, signal?: AbortSignal): Promise<Page<T>> {
  const filter = params.filter ? JSON.stringify(params.filter) : undefined;
  const shared = {
    q: params.q || undefined,
    sort: params.sort,
    columns: params.columns?.join(','),
    limit: params.limit,
    cursor: params.cursor,
    count: params.count,
    sums: params.sums?.join(',') || undefined,
  };
  if (filter && filter.length > LONGEST_FILTER) {
    return send<Page<T>>('POST', `/${list}/search`, { body: { ...shared, filter: params.filter }, signal });
  }
  return send<Page<T>>('GET', `/${list}`, { query: { ...shared, filter }, signal });
}
