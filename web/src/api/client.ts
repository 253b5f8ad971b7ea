import { Problem, problemOf } from './problem';
import type { ListParams, Page, Row } from './types';

export const API = '/api/v1';

type Query = Record<string, string | number | boolean | undefined>;
type Options = {
  query?: Query;
  body?: unknown;
  /** Sent as `If-Match`: the version the change was made against. */
  version?: number;
  signal?: AbortSignal;
  /** Off for the sign-in pages, where 401 is an answer and not a lost session. */
  redirect?: boolean;
};

/** Pause before the second and last attempt when the network did not answer. */
const RETRY_AFTER = 700;

let onSignedOut: () => void = () => undefined;
/** The router registers what a lost session does: go to the sign-in page and come back after it. */
export function whenSignedOut(action: () => void) {
  onSignedOut = action;
}

function urlOf(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') search.set(key, String(value));
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
  const response = await attempt()
    .catch(async (cause: unknown) => {
      if (options.signal?.aborted) throw cause;
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
      return attempt();
    })
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

/** The one way to the server. Answers are typed by the caller; failures are always a `Problem`. */
export const api = {
  get: <T>(path: string, query?: Query, options?: Options) => send<T>('GET', path, { ...options, query }),
  post: <T>(path: string, body?: unknown, options?: Options) => send<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: Options) => send<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body: unknown, version?: number) => send<T>('PATCH', path, { body, version }),
  remove: <T = void>(path: string, version?: number) => send<T>('DELETE', path, { version }),
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
    return api.post<Page<T>>(`/${list}/search`, { ...shared, filter: params.filter }, { signal });
  }
  return api.get<Page<T>>(`/${list}`, { ...shared, filter }, { signal });
}
