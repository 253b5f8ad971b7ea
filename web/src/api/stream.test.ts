import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listen } from './events';
import { hear, type Told } from './stream';

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static made: FakeSource[] = [];
  readyState = 1;
  constructor() {
    super();
    FakeSource.made.push(this);
  }
  close() {
    this.readyState = 2;
  }
  say(kind: string, data?: unknown) {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
}

class FakeChannel {
  static all = new Set<FakeChannel>();
  onmessage: ((message: { data: unknown }) => void) | null = null;
  constructor() {
    FakeChannel.all.add(this);
  }
  postMessage(data: unknown) {
    for (const other of FakeChannel.all) if (other !== this) other.onmessage?.({ data });
  }
  close() {
    FakeChannel.all.delete(this);
  }
}

/** A lock of one name, handed on in the order of asking. */
function fakeLocks() {
  let tail: Promise<unknown> = Promise.resolve();
  let held = 0;
  type Work = (lock: object | null) => unknown;
  return {
    request: (_name: string, ...rest: [Work] | [{ ifAvailable?: boolean }, Work]) => {
      const work = rest.at(-1) as Work;
      const only = rest.length === 2 && rest[0].ifAvailable;
      if (only && held > 0) return Promise.resolve(work(null));
      held += 1;
      const done = tail
        .then(() => work({}))
        .finally(() => {
          held -= 1;
        });
      tail = done;
      return done;
    },
  };
}

const open = () => FakeSource.made.filter((source) => source.readyState !== 2);
const settle = () => vi.advanceTimersByTimeAsync(0);
const change = { name: 'account.changed', kind: 'account', record_id: 'a1', about_id: null };

function show(hidden: boolean) {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.made = [];
  FakeChannel.all.clear();
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('BroadcastChannel', FakeChannel);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  Reflect.deleteProperty(navigator, 'locks');
});

function withLocks() {
  Object.defineProperty(navigator, 'locks', { value: fakeLocks(), configurable: true });
}

test('of eight tabs one listens, and all hear', async () => {
  withLocks();
  const heard: Told[][] = Array.from({ length: 8 }, () => []);
  for (const each of heard) hear((told) => each.push(told));
  await settle();
  expect(FakeSource.made).toHaveLength(1);
  FakeSource.made[0]?.say('change', change);
  expect(heard).toEqual(heard.map(() => [change]));
});

test('when the listening tab closes another takes over, and all look anew', async () => {
  withLocks();
  const second: Told[] = [];
  const third: Told[] = [];
  const stop = hear(() => {});
  await settle();
  hear((told) => second.push(told));
  hear((told) => third.push(told));
  await settle();
  stop();
  await settle();
  expect(open()).toHaveLength(1);
  expect([second, third]).toEqual([['reload'], ['reload']]);
  open()[0]?.say('change', change);
  expect([second, third]).toEqual([
    ['reload', change],
    ['reload', change],
  ]);
});

test('a tab that was closed while it waited opens no stream', async () => {
  withLocks();
  const first = hear(() => {});
  await settle();
  const second = hear(() => {});
  await settle();
  second();
  first();
  await settle();
  expect(open()).toHaveLength(0);
});

test('without locks a tab listens while it is in front, and looks anew when it comes back', () => {
  const heard: Told[] = [];
  const stop = hear((told) => heard.push(told));
  expect(open()).toHaveLength(1);
  show(true);
  expect(open()).toHaveLength(0);
  expect(heard).toEqual([]);
  show(false);
  expect(open()).toHaveLength(1);
  expect(heard).toEqual(['reload']);
  stop();
  show(true);
  show(false);
  expect(open()).toHaveLength(0);
});

test('a stream that was refused is asked for again', () => {
  const heard: Told[] = [];
  hear((told) => heard.push(told));
  FakeSource.made[0]?.close();
  FakeSource.made[0]?.say('error');
  vi.advanceTimersByTime(10_000);
  expect(open()).toHaveLength(1);
  expect(heard).toEqual([]);
  open()[0]?.say('open');
  expect(heard).toEqual(['reload']);
});

test('many reloads in a row are answered at once and then every five seconds', () => {
  const client = new QueryClient();
  const read = vi.spyOn(client, 'invalidateQueries');
  listen(client);
  const tenSeconds = () => {
    for (let n = 0; n < 40; n += 1) {
      FakeSource.made[0]?.say('reload');
      vi.advanceTimersByTime(250);
    }
  };
  tenSeconds();
  expect(read).toHaveBeenCalledTimes(2);
  tenSeconds();
  expect(read).toHaveBeenCalledTimes(4);
  vi.advanceTimersByTime(60_000);
  expect(read).toHaveBeenCalledTimes(5);
});
