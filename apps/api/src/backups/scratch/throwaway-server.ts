import { randomBytes, randomInt } from 'node:crypto';
import { chown, mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Engine } from '@cutover/contracts';
import { engines, type Endpoint } from '@cutover/databases';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import { dumpDialects } from '../dump/dialects/registry.js';
import { startProgram, type RunningProgram } from '../programs/child-program.js';
import { chooseClient } from '../programs/choose-client.js';
import { scratchDialects } from './dialects/registry.js';
import { folderPrefix } from './sweep-throwaways.js';
import type { ScratchCommand, ScratchDialect, ScratchFrame } from './scratch-dialect.js';
import type { ScratchServer } from './scratch-server.js';

/** A new server answers within this time, also on a machine that is busy. */
const startWithinMs = 90_000;
const askEveryMs = 200;

/** What to do where none can be started here. */
const otherServer = 'name a server under backups.restoreServers, and in backups.restoreTest.on.';

/** Which server is made, and where. */
export interface ThrowawayOrder {
  engine: Engine;
  /** The server that the backup is of: the throwaway one is of its version, or newer. */
  serverVersion: string;
  /** What is to be restored is so large, as text. */
  needsBytes: bigint;
  /** Folder in which it gets one of its own; null: that of the system for temporary files. */
  folder: string | null;
  signal: AbortSignal;
}

/**
 * Makes an empty server on this machine that only we can log in to, and that ends with our process, however that ends. Rejects with
 * OperationalError: where its programs are missing, or it does not start. Nothing is left behind then.
 */
export async function startThrowaway(order: ThrowawayOrder): Promise<ScratchServer> {
  const dialect = scratchDialects[order.engine];
  if (dialect === null)
    throw new OperationalError('NO_THROWAWAY', `No server of ${order.engine} can be made here: ${otherServer}`);
  const program = await chooseClient(order.engine, dialect, order.serverVersion);
  const stopping = new AbortController();
  const signal = AbortSignal.any([order.signal, stopping.signal]);
  const frame = await prepare(order, dialect, dirname(program.path));
  let running: RunningProgram | null = null;
  const end = async (): Promise<void> => {
    stopping.abort(new Error('The throwaway server is not needed any more'));
    await running?.ended.catch(() => undefined);
    await rm(frame.folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  };
  try {
    await install(dialect.install(frame), frame.folder, signal);
    running = await start(dialect.serve(frame), frame.folder, signal);
    const endpoint: Endpoint = {
      ...{ host: '127.0.0.1', port: frame.port, username: frame.username, password: frame.password, rds: false },
    };
    await waitFor(order.engine, endpoint, running, signal);
    return { name: `a throwaway ${order.engine} ${program.version}`, endpoint, isThrowaway: true, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The folder, the files that it needs, and a port that is free now. */
async function prepare(order: ThrowawayOrder, dialect: ScratchDialect, programs: string): Promise<ScratchFrame> {
  const parent = order.folder ?? tmpdir();
  await refuseWithoutRoom(parent, order.needsBytes);
  const folder = await mkdtemp(join(parent, folderPrefix)).catch((cause: unknown) => {
    throw new OperationalError(
      'NO_FOLDER',
      `No server can be made in ${parent}: ${messageOf(cause)}. Name another folder in backups.restoreTest.folder.`,
      { cause },
    );
  });
  // A role of the source of the same name would have the powers of this account.
  const username = `cutover_${randomBytes(6).toString('hex')}`;
  const frame = { programs, folder, port: await freePort(), username, password: randomBytes(18).toString('hex') };
  await mkdir(join(folder, 'data'), { mode: 0o700 });
  const files = Object.entries(dialect.files(frame));
  for (const [name, text] of files) await writeFile(join(folder, name), text, { mode: 0o600 });
  if (!isRoot()) return frame;
  for (const path of [folder, join(folder, 'data'), ...files.map(([name]) => join(folder, name))])
    await chown(path, nobody.uid, nobody.gid);
  return frame;
}

/** Rows with their indexes, and what a server needs for itself. */
async function refuseWithoutRoom(folder: string, dumpBytes: bigint): Promise<void> {
  const found = await statfs(folder, { bigint: true }).catch(() => null);
  if (found === null) return;
  const [free, needed] = [found.bavail * found.bsize, dumpBytes * 2n + ownBytes];
  if (free < needed)
    throw new OperationalError(
      'NO_ROOM',
      `${folder} has ${free >> 20n} MiB free, and restoring needs about ${needed >> 20n}: make room, or name another folder in backups.restoreTest.folder.`,
    );
}

/** An empty server of MariaDB or PostgreSQL with its logs, generously. */
const ownBytes = 300n * 1024n * 1024n;

/** Servers refuse to run as root; this account owns nothing. */
const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = (): boolean => process.getuid?.() === 0;

/** The kernel ends it with us, also where we are killed (prctl(2), PR_SET_PDEATHSIG). */
function start([program, ...args]: ScratchCommand, folder: string, signal: AbortSignal): Promise<RunningProgram> {
  const account = isRoot() ? [`--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups'] : [];
  return startProgram('setpriv', [...account, '--pdeathsig=KILL', '--', program, ...args], {
    signal,
    // Ours may be one that its account may not write to.
    env: { TMPDIR: folder, HOME: folder },
  });
}

async function install(command: ScratchCommand, folder: string, signal: AbortSignal): Promise<void> {
  const running = await start(command, folder, signal);
  running.input.end();
  running.output.resume();
  await running.ended.catch((cause: unknown) => {
    signal.throwIfAborted();
    const hint = isRoot() ? ` Servers that root starts run as nobody, whom ${dirname(folder)} must let pass.` : '';
    throw new OperationalError('SCRATCH_NOT_MADE', `${messageOf(cause)}.${hint}`, { cause });
  });
}

async function waitFor(
  engine: Engine,
  endpoint: Endpoint,
  running: RunningProgram,
  signal: AbortSignal,
): Promise<void> {
  running.input.end();
  running.output.resume();
  let failure: unknown = null;
  running.ended.then(
    () => (failure = new OperationalError('SCRATCH_ENDED', `The throwaway server ended at once: ${otherServer}`)),
    (error: unknown) => (failure = error),
  );
  for (const untilMs = performance.now() + startWithinMs; performance.now() < untilMs;) {
    if (failure !== null) throw failure as Error;
    signal.throwIfAborted();
    const session = await engines[engine]
      .connect({ ...endpoint, database: dumpDialects[engine].databases.maintenance }, () => undefined)
      .catch(() => null);
    if (session !== null) return void (await session.close('It answers'));
    await delay(askEveryMs);
  }
  throw new OperationalError(
    'SCRATCH_SILENT',
    `The throwaway server did not answer within ${startWithinMs / 1000} s: look whether this machine is overloaded, or ${otherServer}`,
  );
}

/**
 * Below the range that Linux hands out for connections: the server listens there only a while later, and nobody may have
 * been given it meanwhile.
 */
async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new OperationalError(
    'NO_PORT',
    `No free port on 127.0.0.1 was found for a throwaway server: end what this machine does not need, or ${otherServer}`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
