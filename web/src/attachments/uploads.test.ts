import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '@/api';
import { add, again, drop, isWorthTrying, uploads } from './uploads';

type Sent = { resolve: (made: unknown) => void; reject: (why: unknown) => void; signal: AbortSignal };
const sent: Sent[] = [];

vi.mock('@/api/upload', () => ({
  upload: (_path: string, _form: FormData, { signal }: { signal: AbortSignal }) =>
    new Promise((resolve, reject) => {
      sent.push({ resolve, reject, signal });
      signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    }),
}));

const ABOUT = { kind: 'account', id: '1' } as const;
const LIMITS = { most_files: 200, image_mb: 20, document_mb: 20, media_mb: 20, archive_mb: 20 };
const file = (name: string, text = 'x') => new File([text], name, { type: 'application/pdf' });
const states = () => uploads.read().map((each) => `${each.file.name} ${each.state}`);
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  sent.length = 0;
  uploads.write([]);
});
afterEach(() => vi.clearAllMocks());

test('two files go at once, and the next when one has arrived', async () => {
  const arrived = vi.fn();
  add(ABOUT, [file('a'), file('b'), file('c')], LIMITS, arrived);
  expect(states()).toEqual(['a sending', 'b sending', 'c waiting']);
  sent[0]?.resolve({ id: '7' });
  await settled();
  expect(states()).toEqual(['b sending', 'c sending']);
  expect(arrived).toHaveBeenCalledWith(ABOUT, { id: '7' });
});

test('what is too small or too large is told at once and not sent', () => {
  add(ABOUT, [file('empty', '')], LIMITS, vi.fn());
  expect(states()).toEqual(['empty failed']);
  expect(sent).toHaveLength(0);
});

test('a file that is given up ends, and the others go on', async () => {
  add(ABOUT, [file('a'), file('b'), file('c')], LIMITS, vi.fn());
  drop(uploads.read()[0]?.key ?? 0);
  await settled();
  expect(sent[0]?.signal.aborted).toBe(true);
  expect(states()).toEqual(['b sending', 'c sending']);
});

test('what failed stays in sight, and is sent again where that may help', async () => {
  add(ABOUT, [file('a')], LIMITS, vi.fn());
  sent[0]?.reject(new Problem({ status: 0, code: 'offline' }));
  await settled();
  expect(states()).toEqual(['a failed']);
  const [failed] = uploads.read();
  if (!failed) throw new Error('it is gone');
  expect(isWorthTrying(failed)).toBe(true);
  again(failed.key, vi.fn());
  expect(states()).toEqual(['a sending']);
  sent[1]?.reject(new Problem({ status: 422, code: 'invalid' }));
  await settled();
  expect(uploads.read().map(isWorthTrying)).toEqual([false]);
});
