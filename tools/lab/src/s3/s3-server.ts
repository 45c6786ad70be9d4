import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../deadline.js';
import { LabError } from '../lab.errors.js';
import { lastLinesOf } from '../server/error-log.js';
import { findFreePort } from '../server/free-port.js';
import { processesStartedWith } from '../server/process-table.js';
import { findProgram, requirePrograms, runProgram, type Program } from '../server/programs.js';
import { renderCephConf } from './ceph-conf.js';

/** What somebody logs in with. */
export interface S3User {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An S3 server that runs, and how it is reached. */
export interface S3State {
  readonly folder: string;
  /** One that is there, and empty. */
  readonly bucket: string;
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The same over TLS; null: it has no certificate. */
  readonly tlsEndpoint: string | null;
  readonly user: S3User;
}

/** PEM files. */
export interface S3Certificate {
  readonly cert: string;
  readonly key: string;
}

const s3Bucket = 'backups';

const programs = ['monmaptool', 'ceph-mon', 'ceph', 'ceph-osd', 'radosgw', 'radosgw-admin'] as const;
/** In the order in which they are ended. */
const daemons = ['radosgw', 'ceph-osd', 'ceph-mon'] as const satisfies readonly Program[];
const startTimeoutMs = 120_000;
const mostAttempts = 4;

/**
 * Starts Ceph's S3 gateway with everything of it in this folder, which is made anew. What it holds lies in memory and is gone when it ends.
 * It outlives whoever starts it: `stopS3Server` ends it.
 * @throws LabError that says which program is missing, or with the end of a log when it does not come up.
 */
export async function startS3Server(folder: string, certificate: S3Certificate | null = null): Promise<S3State> {
  requirePrograms(programs);
  for (let attempt = 1; ; attempt++)
    try {
      return await startOnce(folder, certificate);
    } catch (error) {
      // Now and then the store asks the monitor too early, is refused ("wrong fsid"), and ends.
      if (attempt === mostAttempts) throw error;
    }
}

async function startOnce(folder: string, certificate: S3Certificate | null): Promise<S3State> {
  await stopS3Server(folder);
  for (const name of ['mon', 'osd', 'rgw']) await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
  const monitorPort = await findFreePort();
  const port = await findFreePort();
  const tlsPort = certificate === null ? null : await findFreePort();
  const clusterId = randomUUID();
  await writeFile(confOf(folder), renderCephConf({ folder, clusterId, monitorPort }), { mode: 0o600 });
  try {
    const cluster = await startCluster(folder, clusterId, monitorPort);
    const secure =
      certificate === null
        ? []
        : [
            `ssl_endpoint=127.0.0.1:${tlsPort}`,
            `ssl_certificate=${certificate.cert}`,
            `ssl_private_key=${certificate.key}`,
          ];
    const frontend = ['beast', `endpoint=127.0.0.1:${port}`, ...secure].join(' ');
    const gateway = start(folder, 'radosgw', ['-f', '-n', 'client.rgw', `--rgw-frontends=${frontend}`]);
    await answers(folder, [...cluster, gateway], port);
    const user = await addS3User(folder, 'lab');
    await makeBucket(`http://127.0.0.1:${port}`, user);
    return {
      folder,
      bucket: s3Bucket,
      endpoint: `http://127.0.0.1:${port}`,
      tlsEndpoint: tlsPort === null ? null : `https://127.0.0.1:${tlsPort}`,
      user,
    };
  } catch (error) {
    await stopS3Server(folder, { keepsFiles: true });
    throw error;
  }
}

/** Makes a user of S3 with keys of its own: it has no right to what is another one's. */
export async function addS3User(folder: string, name: string): Promise<S3User> {
  const words = ['-n', 'client.rgw', 'user', 'create', `--uid=${name}`, `--display-name=${name}`];
  const { stdout } = await promisify(execFile)(findProgram('radosgw-admin'), [confWord(folder), ...words], {
    timeout: startTimeoutMs,
  });
  const told = JSON.parse(stdout) as { keys: { access_key: string; secret_key: string }[] };
  const [key] = told.keys;
  if (key === undefined) throw new LabError(`radosgw-admin has made user ${name} without a key.`);
  return { accessKeyId: key.access_key, secretAccessKey: key.secret_key };
}

/** Whether every process of the server in this folder runs. */
export function isS3Running(folder: string): boolean {
  return daemons.every((daemon) => processesStartedWith(daemon, confWord(folder)).length > 0);
}

/** Ends the server in this folder, and removes its files. Where there is none nothing happens. */
export async function stopS3Server(folder: string, { keepsFiles = false } = {}): Promise<void> {
  for (const daemon of daemons) {
    const running = (): readonly number[] => processesStartedWith(daemon, confWord(folder));
    for (const pid of running()) process.kill(pid, 'SIGKILL');
    await until(`${daemon} to end`, async () => (running().length === 0 ? true : undefined), { timeoutMs: 10_000 });
  }
  if (!keepsFiles) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** The gateway's own tools make users alone. */
async function makeBucket(endpoint: string, credentials: S3User): Promise<void> {
  const { S3 } = await import('@aws-sdk/client-s3');
  const client = new S3({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials: { ...credentials } });
  try {
    await client.createBucket({ Bucket: s3Bucket });
  } finally {
    client.destroy();
  }
}

async function startCluster(folder: string, clusterId: string, monitorPort: number): Promise<Started[]> {
  const map = join(folder, 'monmap');
  const limits = { timeoutMs: startTimeoutMs };
  const address = `[v1:127.0.0.1:${monitorPort}]`;
  const conf = confWord(folder);
  await runProgram('monmaptool', ['--create', '--fsid', clusterId, '--addv', 'a', address, map], limits);
  await runProgram('ceph-mon', [conf, '--mkfs', '-i', 'a', '--monmap', map], limits);
  const monitor = start(folder, 'ceph-mon', ['-f', '-i', 'a']);
  await answers(folder, [monitor], monitorPort);
  const storeId = randomUUID();
  // A monitor that listens already may refuse until it has voted for itself.
  const ask = (): Promise<true | undefined> =>
    runProgram('ceph', [conf, 'osd', 'new', storeId], limits).then(
      () => true,
      () => undefined,
    );
  await until('the monitor to take a command', ask, { timeoutMs: startTimeoutMs, pauseMs: 200 });
  await runProgram('ceph-osd', [conf, '-i', '0', '--mkfs', '--osd-uuid', storeId], limits);
  return [monitor, start(folder, 'ceph-osd', ['-f', '-i', '0'])];
}

/** A daemon that was started here. */
interface Started {
  readonly program: Program;
  hasEnded: boolean;
}

function start(folder: string, program: Program, words: readonly string[]): Started {
  const started: Started = { program, hasEnded: false };
  const log = openSync(outputOf(folder, program), 'a', 0o600);
  try {
    const options = { detached: true, stdio: ['ignore', log, log], cwd: folder } as const;
    // The word by which `stopS3Server` finds it comes first.
    const child = spawn(findProgram(program), [confWord(folder), ...words], { ...options, stdio: [...options.stdio] });
    child.once('error', () => (started.hasEnded = true));
    child.once('exit', () => (started.hasEnded = true));
    child.unref();
    return started;
  } finally {
    closeSync(log);
  }
}

/** Waits until something listens on the port, the last one of these. @throws LabError with what one printed that has ended, or is not up in time. */
async function answers(folder: string, started: readonly Started[], port: number): Promise<void> {
  const failure = async (daemon: Started | undefined, how: string): Promise<LabError> => {
    const { program } = daemon ?? { program: 'radosgw' };
    return new LabError(
      `${program} ${how}. The end of what it printed:\n${await lastLinesOf(outputOf(folder, program))}`,
    );
  };
  const look = async (): Promise<LabError | null | undefined> => {
    const ended = started.find(({ hasEnded }) => hasEnded);
    if (ended !== undefined) return failure(ended, 'has ended');
    return (await listens(port)) ? null : undefined;
  };
  const late = (): Promise<LabError> => failure(started.at(-1), 'does not answer');
  const error = await until('a port', look, { timeoutMs: startTimeoutMs }).catch(late);
  if (error !== null) throw error;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(port, '127.0.0.1');
    probe.once('connect', () => {
      resolve(true);
      probe.destroy();
    });
    probe.once('error', () => resolve(false));
  });
}

const confOf = (folder: string): string => join(folder, 'ceph.conf');
const confWord = (folder: string): string => `--conf=${confOf(folder)}`;
const outputOf = (folder: string, program: Program): string => join(folder, `${program}.out`);
