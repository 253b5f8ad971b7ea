import { API, api } from './client';
import { Problem, problemOf } from './problem';

type Options = { onSent?: (share: number) => void; signal?: AbortSignal };

/** Sends a form and tells how much of it has gone, which `fetch` does not. Failures are a `Problem`, as everywhere. */
export function upload<T>(path: string, form: FormData, { onSent, signal }: Options = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const refused = async () => {
      const headers = { 'retry-after': request.getResponseHeader('retry-after') ?? '' };
      const problem = await problemOf(
        new Response(request.responseText, { status: request.status, headers }),
      );
      // Whoever is not signed in any more is led to sign in by what asks in the usual way.
      if (problem.status === 401) api.get('/me').catch(() => undefined);
      reject(problem);
    };
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onSent?.(total > 0 ? loaded / total : 0),
    );
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T);
      else void refused();
    });
    request.addEventListener('error', () => reject(new Problem({ status: 0, code: 'offline' })));
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort());
    request.open('POST', `${API}${path}`);
    request.setRequestHeader('Accept', 'application/json');
    request.send(form);
  });
}
