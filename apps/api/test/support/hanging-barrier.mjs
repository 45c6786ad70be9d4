// Stops replication on the target as a barrier does, and then waits for ever: what a process looks like that is killed in
// the middle. Its standard input is one line of JSON: where to connect. Needs the compiled product.
import { openDedicatedSession } from '@cutover/databases/mysql-family';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const load = (path) => import(join(dist, path));
const [{ raiseBarrier }, { WatchdogProcess }] = await Promise.all([
  load('checksum/dialects/mysql-family/barrier/raise-barrier.js'),
  load('checksum/dialects/mysql-family/barrier/watchdog-process.js'),
]);

const [line] = await new Promise((resolve) =>
  createInterface({ input: process.stdin }).once('line', (...args) => resolve(args)),
);
const { source, target } = JSON.parse(line);
const open = (endpoint, role) =>
  openDedicatedSession(endpoint, 'mariadb', { role, fingerprint: null, onEnd: () => undefined });
const control = await open(target, 'target');
const bound = {
  openSnapshot: () => {
    process.stdout.write('stopped\n');
    return new Promise(() => setInterval(() => undefined, 1_000));
  },
};
const sessions = {
  ...{ source: await open(source, 'source'), target: await open(target, 'target') },
  ...{ control, targetServer: null, bound },
};
await raiseBarrier(sessions, () => WatchdogProcess.start(target), new AbortController().signal);
