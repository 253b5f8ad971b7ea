import type { FieldProblem, Job, ProblemBody, Row } from './types';

/** Every failure of the API, including a network that does not answer (status 0, code `offline`). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldProblem[];
  readonly current: Row | undefined;
  readonly found: unknown;
  readonly retryAfter: number | undefined;

  constructor(body: ProblemBody, retryAfter?: number) {
    super(body.detail ?? body.title ?? body.code);
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code;
    this.errors = body.errors ?? [];
    this.current = body.current;
    this.found = body.found;
    this.retryAfter = retryAfter;
  }
}

/** A problem that another attempt may cure: the network, an overloaded or a broken server. What was too slow would be again. */
export function isPassing(error: unknown): boolean {
  return error instanceof Problem && [0, 500, 503].includes(error.status) && error.code !== 'too_slow';
}

/** It is gone, or not for this reader: asking again changes nothing. */
export function isLost(error: unknown): boolean {
  return error instanceof Problem && [403, 404].includes(error.status);
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body;
}

export async function problemOf(response: Response): Promise<Problem> {
  const retry = Number(response.headers.get('retry-after')) || undefined;
  const body: unknown = await response.json().catch(() => null);
  if (isProblemBody(body)) return new Problem(body, retry);
  // A proxy between us and the server answers without problem+json.
  return new Problem(
    { status: response.status, code: response.status === 404 ? 'not_found' : 'unexpected' },
    retry,
  );
}

/** What a job failed of, as if a request had: the same codes have the same words. */
export function problemOfJob({ error }: Pick<Job, 'error'>): Problem | null {
  return error ? new Problem({ status: 422, errors: [], ...error }) : null;
}

/** `/lines/0/price` → `['lines', 0, 'price']`, the path that the form library uses. */
export function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
