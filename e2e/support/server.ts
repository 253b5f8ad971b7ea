import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = resolve(TOP, process.env.GUANXI_BIN ?? 'target/debug/guanxi');
const START_MS = 60_000;
const STOP_MS = 15_000;

export type Server = { url: string; log: () => string; stop: () => Promise<void> };

/** Starts the program on a folder and a port of its own, and waits until it is ready. */
export async function startServer(): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), 'guanxi-e2e-'));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const lines: string[] = [];
  const child = spawn(PROGRAM, ['serve', '--data', data, '--listen', address], {
    cwd: TOP,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  child.stdout.on('data', (chunk) => lines.push(String(chunk)));
  child.stderr.on('data', (chunk) => lines.push(String(chunk)));
  const log = () => lines.join('');
  const stop = async () => {
    await end(child);
    await rm(data, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_MS;
  while (!(await ready(url))) {
    const over = child.exitCode !== null || Date.now() > deadline;
    if (failure || over) {
      await stop();
      throw new Error(`${PROGRAM} did not start: ${failure?.message ?? `exit code ${child.exitCode}`}\n${log()}`);
    }
    await pause(100);
  }
  return { url, log, stop };
}

async function ready(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await over;
  clearTimeout(late);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port is free')),
      );
    });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
