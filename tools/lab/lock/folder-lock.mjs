// The lock on a lab's folder: one process at a time builds, restarts or removes what lies there. Plain JavaScript, so that
// a command can take it before anything is compiled.
//
// It is a listening unix socket, and whoever is refused asks it who holds it. On Linux its name is an abstract one: the
// kernel gives it to one process alone, and takes it back when that process ends, however it ends. No file, nothing stale.
import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** A holder that is too busy to say who it is holds the lock all the same. */
const answerTimeoutMs = 3000;

/**
 * Takes the lock on a folder, which need not exist yet, for as long as this process lives or until `release`.
 * Resolves to `{ lock }`, or to `{ holder }` when a process holds it: another one, or this one.
 * @param describe answers, whenever somebody is refused, what this process is: `command`, and `url` once it has one.
 */
export async function lockFolder(folder, describe, address = lockAddress(folder)) {
  for (;;) {
    const server = await listen(address, describe);
    if (server) return { lock: { release: () => new Promise((done) => server.close(() => done())) } };
    const holder = await askHolder(address);
    if (holder) return { holder };
    // It was let go meanwhile, or (outside Linux) its holder was killed and left the file.
    if (!address.startsWith('\0')) rmSync(address, { force: true });
  }
}

/** What a person is told who is refused: what holds the folder, and what to do. */
export function describeHolder(folder, { pid, command, url }) {
  if (pid === undefined) return [`Another process uses the lab in ${folder} just now.`, 'Wait until it has ended.'];
  const who = `${command} (process ${pid})`;
  const end = `end it with Ctrl-C in its terminal, or with "kill ${pid}"`;
  if (url) return [`${who} already runs at ${url}.`, `Open that, or ${end}.`];
  return [`${who} uses the lab in ${folder} just now.`, `Wait until it is done, or ${end}. Then run this again.`];
}

/** The name of the lock: the same for every spelling of a folder's path. */
export function lockAddress(folder, platform = process.platform) {
  const digest = createHash('sha256')
    .update(realPath(resolve(folder)))
    .digest('hex')
    .slice(0, 32);
  const name = `cutover-lab-${digest}`;
  return platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.lock`);
}

/** The real path of what may not be there yet. */
function realPath(path) {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

/** Null when somebody listens there already. */
function listen(address, describe) {
  return new Promise((resolved, rejected) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end(JSON.stringify({ pid: process.pid, ...describe() }));
    });
    // A command ends when its work is done.
    server.unref();
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolved(null) : rejected(error)));
    server.listen(address, () => resolved(server));
  });
}

/** Null when nobody listens any more. */
function askHolder(address) {
  return new Promise((resolved) => {
    const socket = connect(address);
    let text = '';
    const leave = (holder) => {
      socket.destroy();
      resolved(holder);
    };
    socket.setTimeout(answerTimeoutMs, () => leave({}));
    socket.on('data', (data) => (text += data));
    socket.on('end', () => leave(text === '' ? null : JSON.parse(text)));
    socket.on('error', ({ code }) => leave(['ECONNREFUSED', 'ENOENT', 'ECONNRESET'].includes(code) ? null : {}));
  });
}
