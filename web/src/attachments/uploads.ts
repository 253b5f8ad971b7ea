import { Problem } from '@/api';
import { upload } from '@/api/upload';
import { shared, untilSignOut } from '@/lib';
import { refusal } from './files';
import type { Attachment, FileLimits, Holder } from './types';

/** A file on its way to the server. Once it is there it is an attachment like the others, and no longer here. */
export type Upload = {
  key: number;
  about: Holder;
  file: File;
  state: 'waiting' | 'sending' | 'failed';
  /** How much of it has gone, from 0 to 1. */
  sent: number;
  error?: unknown;
  stop?: AbortController;
};

/** They go on while other parts of the page are looked at. */
export const uploads = shared<Upload[]>([]);
untilSignOut(() => {
  for (const { stop } of uploads.read()) stop?.abort();
  uploads.write([]);
});

/** More at once would make each of them slower. */
const AT_ONCE = 2;
let next = 1;
/** Who wants to know that a file has arrived. */
type Arrived = (about: Holder, file: Attachment) => void;

function change(key: number, to: Partial<Upload>) {
  uploads.write(uploads.read().map((each) => (each.key === key ? { ...each, ...to } : each)));
}

/** Gives a file up, or takes what failed out of sight. */
export function drop(key: number) {
  uploads
    .read()
    .find((each) => each.key === key)
    ?.stop?.abort();
  uploads.write(uploads.read().filter((each) => each.key !== key));
}

/** Takes files for a record. What cannot be taken is told at once. */
export function add(about: Holder, files: Iterable<File>, limits: FileLimits, arrived: Arrived) {
  const taken = [...files].map((file): Upload => {
    const error = refusal(file, limits);
    return { key: next++, about, file, state: error ? 'failed' : 'waiting', sent: 0, error };
  });
  uploads.write([...uploads.read(), ...taken]);
  work(arrived);
}

/** Tries once more what the network or the server did not take. */
export function again(key: number, arrived: Arrived) {
  change(key, { state: 'waiting', sent: 0, error: undefined });
  work(arrived);
}

function work(arrived: Arrived) {
  const all = uploads.read();
  const free = AT_ONCE - all.filter(({ state }) => state === 'sending').length;
  for (const each of all.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) {
    void send(each, arrived);
  }
}

async function send({ key, about, file }: Upload, arrived: Arrived) {
  const stop = new AbortController();
  change(key, { state: 'sending', stop });
  const form = new FormData();
  form.append('file', file);
  try {
    const path = `/attachments?about_kind=${about.kind}&about_id=${about.id}`;
    const onSent = (sent: number) => change(key, { sent });
    const made = await upload<Attachment>(path, form, { onSent, signal: stop.signal });
    drop(key);
    arrived(about, made);
  } catch (error) {
    if (stop.signal.aborted) return;
    change(key, { state: 'failed', error });
  } finally {
    work(arrived);
  }
}

/** Whether another try may help. */
export function isWorthTrying({ error }: Upload): boolean {
  return error instanceof Problem && [0, 500, 503].includes(error.status);
}
