import { API } from './client';
import type { ChangeEvent } from './types';

/** What the server tells: one change, or that more happened than can be told. */
export type Told = ChangeEvent | 'reload';
type Tell = (told: Told) => void;

/** One name for the lock and for the channel of all tabs of a browser. */
const NAME = 'guanxi-events';
/** A stream that the browser has given up is asked for again after this many milliseconds. */
const AGAIN = 10_000;

/**
 * Hears the events of the server; answers the function that stops. Over HTTP/1.1 a browser opens six connections to one
 * origin, so that a stream in every tab would leave none for anything else: one tab listens and tells the others.
 */
export function hear(tell: Tell): () => void {
  // Locks need a secure context: plain http on another host than localhost has none.
  const shared = 'locks' in navigator && typeof BroadcastChannel !== 'undefined';
  return shared ? hearTogether(tell) : hearWhileShown(tell);
}

/** Whoever holds the lock listens; when that tab closes, the next in line takes over. */
function hearTogether(tell: Tell): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = (message) => tell(message.data as Told);
  const tellAll: Tell = (told) => {
    tell(told);
    channel.postMessage(told);
  };
  let done = false;
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const listen = async (waited: boolean) => {
    if (done) return;
    const close = open(tellAll);
    // Between the last tab's stream and this one something may have happened.
    if (waited) tellAll('reload');
    await stopped;
    close();
  };
  const begin = async () => {
    const first = await navigator.locks.request(NAME, { ifAvailable: true }, async (lock) => {
      if (lock) await listen(false);
      return lock !== null;
    });
    if (!first && !done) await navigator.locks.request(NAME, () => listen(true));
  };
  void begin();
  return () => {
    done = true;
    stop();
    channel.close();
  };
}

/** Only the tab in front listens; coming back, it does not know what it has missed. */
function hearWhileShown(tell: Tell): () => void {
  let close = document.hidden ? undefined : open(tell);
  const turn = () => {
    if (document.hidden) {
      close?.();
      close = undefined;
    } else if (!close) {
      close = open(tell);
      tell('reload');
    }
  };
  document.addEventListener('visibilitychange', turn);
  return () => {
    document.removeEventListener('visibilitychange', turn);
    close?.();
  };
}

/** One stream. The browser itself resumes it after a break, but not after a refusal, such as that of a proxy. */
function open(tell: Tell): () => void {
  let again: ReturnType<typeof setTimeout> | undefined;
  const connect = (anew: boolean): EventSource => {
    const opened = new EventSource(`${API}/events`);
    opened.addEventListener('change', (message) => tell(JSON.parse(message.data) as ChangeEvent));
    opened.addEventListener('reload', () => tell('reload'));
    if (anew) opened.addEventListener('open', () => tell('reload'), { once: true });
    opened.addEventListener('error', () => {
      if (opened.readyState !== EventSource.CLOSED) return;
      again = setTimeout(() => {
        source = connect(true);
      }, AGAIN);
    });
    return opened;
  };
  let source = connect(false);
  return () => {
    clearTimeout(again);
    source.close();
  };
}
