import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EngineName } from './engines/engine-name.js';
import { LabError } from './lab.errors.js';
import type { Role } from './roles.js';
import type { S3State } from './s3/s3-server.js';
import type { RecordedProcess } from './server/recorded-process.js';
import type { ServerSoftware } from './server/server-software.js';

/** Who removes a lab: the person who has brought it up, or the demo that has, when that ends. */
export type LabOwner = 'person' | 'demo';

/** What a lab remembers between commands. It holds passwords, so its file is readable by the owner alone. */
export interface LabState {
  readonly format: 1;
  /** Rows of the largest table. */
  readonly rows: number;
  /** False until the first start has come to its end: a lab that died before is built anew. */
  readonly isReady: boolean;
  /** True of a folder that other labs begin with a copy of; it is never ready. */
  readonly isTemplate?: boolean;
  /** Absent: a person. */
  readonly owner?: LabOwner;
  /** Absent: MariaDB. */
  readonly engine?: EngineName;
  /** Whose programs the servers run. Absent: those of this machine on both sides. */
  readonly software?: Readonly<Record<Role, ServerSoftware>>;
  /** Folder of the sockets, and of all files of PostgreSQL's servers: see `LabEngine.chooseSocketFolder`. */
  readonly socketFolder: string;
  readonly ports: Readonly<Record<Role, number>>;
  /** What the servers of a MariaDB or MySQL lab call themselves in replication. */
  readonly serverIds: Readonly<Record<Role, number>>;
  /** Of the administrator's account. */
  readonly rootPassword: string;
  readonly replicationPassword: string;
  readonly shopPassword: string;
  readonly cutoverPasswords: Readonly<Record<Role, string>>;
  readonly breaks: readonly ActiveBreak[];
  /** The S3 server beside the pair. Absent: none was asked for. */
  readonly s3?: S3State;
  /** The process that builds this lab, or built it last. */
  readonly builder?: RecordedProcess;
  /** The process that runs `lab load` against this lab, or did so last. */
  readonly load?: RecordedProcess;
}

export interface ActiveBreak<Name extends string = string> {
  readonly name: Name;
  /** When it was broken, ISO 8601. */
  readonly since: string;
}

/** The engine of a lab. */
export function engineOf({ engine }: Pick<LabState, 'engine'>): EngineName {
  return engine ?? 'mariadb';
}

/** Who removes this lab. */
export function ownerOf({ owner }: Pick<LabState, 'owner'>): LabOwner {
  return owner ?? 'person';
}

/**
 * Reads the state of a lab, undefined when there is none.
 * @throws LabError when the file is not one of ours.
 */
export async function readState(file: string): Promise<LabState | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const state = JSON.parse(text) as LabState;
    if (state.format === 1) return state;
  } catch {
    // falls through to the same advice: the file cannot be used
  }
  throw new LabError(`${file} is not the state of a lab.`, 'Name another folder with --home, or remove this one.');
}

/** Replaces the state in one step, so that a reader never sees half of it. */
export async function writeState(file: string, state: LabState): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  await rename(draft, file);
}
