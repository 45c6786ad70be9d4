import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BreakName } from './breaks/break-names.js';
import { LabError } from './lab.errors.js';
import type { Role } from './roles.js';
import type { RecordedProcess } from './server/recorded-process.js';
import { ownSoftware, type ServerSoftware } from './server/software.js';

/** What a lab remembers between commands. It holds passwords, so its file is readable by the owner alone. */
export interface LabState {
  readonly format: 1;
  /** Rows of the largest table. */
  readonly rows: number;
  /** False until the first start has come to its end: a lab that died before is built anew. */
  readonly isReady: boolean;
  /** True of a folder that other labs begin with a copy of; it is never ready. */
  readonly isTemplate?: boolean;
  /** Absent: the MariaDB of this machine on both sides. */
  readonly software?: Readonly<Record<Role, ServerSoftware>>;
  readonly socketFolder: string;
  readonly ports: Readonly<Record<Role, number>>;
  readonly serverIds: Readonly<Record<Role, number>>;
  readonly rootPassword: string;
  readonly replicationPassword: string;
  readonly shopPassword: string;
  readonly cutoverPasswords: Readonly<Record<Role, string>>;
  readonly breaks: readonly ActiveBreak[];
  /** The process that builds this lab, or built it last. */
  readonly builder?: RecordedProcess;
  /** The process that runs `lab load` against this lab, or did so last. */
  readonly load?: RecordedProcess;
}

export interface ActiveBreak {
  readonly name: BreakName;
  /** When it was broken, ISO 8601. */
  readonly since: string;
}

/** Whose programs one side runs. */
export function softwareOf({ software }: Pick<LabState, 'software'>, role: Role): ServerSoftware {
  return software?.[role] ?? ownSoftware;
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
