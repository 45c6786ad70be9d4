import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FolderLock } from '../lock/folder-lock.mjs';
import type { EngineName } from './engines/engine-name.js';
import type { LabEngine, LabTypes } from './engines/engine.js';
import { areBroken } from './engines/lab-break.js';
import type { Lab } from './lab.js';
import { LabError } from './lab.errors.js';
import { LabHome } from './lab-home.js';
import { engineOf, ownerOf, readState, writeState, type LabOwner, type LabState } from './lab-state.js';
import { lockHome } from './lock-home.js';
import { roles, type Role } from './roles.js';
import { findFreePort } from './server/free-port.js';
import { isRunningElsewhere, recordThisProcess } from './server/recorded-process.js';
import { fewestRows } from './shop/sizes.js';

/** What every lab is started with. */
export interface UpOptions {
  /** The folder that will hold everything; it may not exist yet, or be empty, or hold a lab. */
  readonly home: string;
  /** Rows of the largest table, 1,000,000 unless told otherwise. */
  readonly rows?: number;
  /** Told what is going on, a line at a time. */
  readonly log?: (line: string) => void;
  /** Who will remove it; a person unless told otherwise. */
  readonly owner?: LabOwner;
  /** The target's tables begin plain and are encrypted in the background, where the engine can (MariaDB). Else they are encrypted from the start. */
  readonly beginsPlain?: boolean;
  /** The lock on the home, when the caller holds it for longer than the start. */
  readonly lock?: FolderLock;
}

/** What some engines take besides. */
export interface EngineOptions {
  /** What is given of the state of a new lab. */
  readonly given?: Partial<LabState>;
  /** The folder of a template, see `BuildOptions`. */
  readonly template?: string;
}

/**
 * Brings a lab up: builds it when the home is empty, restarts what is missing when it was up before.
 * @throws LabError when another process does something to this lab just now; with the end of a server's error log, and
 * advice, when a server does not start.
 */
export async function bringUp<T extends LabTypes>(
  name: EngineName,
  engine: LabEngine<T>,
  options: UpOptions & EngineOptions,
): Promise<Lab<T>> {
  const lock = options.lock ?? (await lockHome(resolve(options.home)));
  try {
    return await bringUpLocked(name, engine, options);
  } finally {
    if (!options.lock) await lock.release();
  }
}

async function bringUpLocked<T extends LabTypes>(
  name: EngineName,
  engine: LabEngine<T>,
  options: UpOptions & EngineOptions,
): Promise<Lab<T>> {
  const home = new LabHome(resolve(options.home));
  const log = options.log ?? ((): void => undefined);
  const known = await readState(home.stateFile);
  if (known) refuseOtherEngine(known, name, home);
  engine.requirePrograms(known ?? { software: options.given?.software });
  if (known?.isReady) return restartMissing(engine.open(home, await handOver(known, home, options.owner)), log);
  if (known) {
    refuseWhileOtherBuilds(known, home);
    log('The last start did not come to its end: beginning from nothing.');
    await engine.open(home, known).stop();
  }
  await refuseForeignFolder(home.folder);

  const state = await beginState(name, engine, home, {
    rows: options.rows ?? 1_000_000,
    owner: options.owner,
    ...options.given,
  });
  const lab = engine.open(home, state);
  try {
    const { template, beginsPlain = false } = options;
    await engine.build(lab, { log, template, beginsPlain });
  } catch (error) {
    // Files stay for whoever wants to know why; processes do not.
    await Promise.all(roles.map((role) => lab.server(role).kill()));
    throw error;
  }
  const ready: LabState = { ...state, isReady: true };
  await writeState(home.stateFile, ready);
  return engine.open(home, ready);
}

/** Writes down that a lab is being built here, by this process. */
export async function beginState<T extends LabTypes>(
  name: EngineName,
  engine: LabEngine<T>,
  home: LabHome,
  given: Partial<LabState> & Pick<LabState, 'rows'>,
): Promise<LabState> {
  const { rows } = given;
  if (!Number.isInteger(rows) || rows < fewestRows) {
    throw new LabError(
      `The largest table needs at least ${fewestRows} rows, not ${rows}.`,
      'Name another number with --rows.',
    );
  }
  const source = await findFreePort();
  const target = await findFreePort();
  const serverId = randomInt(1, 1_000_000) * 2;
  const state: LabState = {
    format: 1,
    engine: name,
    isReady: false,
    socketFolder: await engine.chooseSocketFolder(home.folder),
    ports: { source, target },
    serverIds: { source: serverId, target: serverId + 1 },
    rootPassword: newPassword(),
    replicationPassword: newPassword(),
    shopPassword: newPassword(),
    cutoverPasswords: { source: newPassword(), target: newPassword() },
    breaks: [],
    builder: recordThisProcess(),
    ...given,
  };
  await writeState(home.stateFile, state);
  return state;
}

/** The state of the finished lab in this folder. @throws LabError when there is none, or it was never finished. */
export async function readFinished(home: LabHome): Promise<LabState> {
  const state = await readState(home.stateFile);
  if (!state) throw new LabError(`There is no lab in ${home.folder}.`, 'Start one with "npm run lab -- up".');
  if (!state.isReady) {
    refuseWhileOtherBuilds(state, home);
    throw new LabError(`The lab in ${home.folder} was never finished.`, 'Begin again with "npm run lab -- up".');
  }
  return state;
}

/** @throws LabError when the lab in this home is of another engine. */
export function refuseOtherEngine(state: LabState, wanted: EngineName, home: LabHome): void {
  const engine = engineOf(state);
  if (engine === wanted) return;
  throw new LabError(
    `The lab in ${home.folder} is one of engine ${engine}, not ${wanted}.`,
    'Take it down first ("npm run lab -- down"), or name another folder with --home.',
  );
}

/** Taking a lab down removes its whole folder, so nobody else's may become one. */
export async function refuseForeignFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await readdir(folder);
  if (entries.length === 0) return;
  throw new LabError(
    `${folder} is not empty and holds no lab (${entries
      .slice(0, 3)
      .map((entry) => join(folder, entry))
      .join(', ')} …).`,
    'Name another folder with --home, or empty this one.',
  );
}

function refuseWhileOtherBuilds({ builder }: LabState, home: LabHome): void {
  if (!isRunningElsewhere(builder)) return;
  throw new LabError(
    `Process ${builder.pid} is building the lab in ${home.folder} just now.`,
    'Wait until it is done, or end it with "npm run lab -- down".',
  );
}

/** A lab that a person brings up is theirs from then on, also when a demo that was killed has left it. */
async function handOver(state: LabState, home: LabHome, owner: LabOwner = 'person'): Promise<LabState> {
  if (ownerOf(state) === owner || owner !== 'person') return state;
  const theirs: LabState = { ...state, owner };
  await writeState(home.stateFile, theirs);
  return theirs;
}

async function restartMissing<T extends LabTypes>(lab: Lab<T>, log: (line: string) => void): Promise<Lab<T>> {
  const { breaks } = await lab.status();
  const { downBreaks } = lab.engine;
  const isDownOnPurpose = (role: Role): boolean => areBroken(breaks, downBreaks[role]);
  const missing = roles.filter((role) => !lab.server(role).isRunning() && !isDownOnPurpose(role));
  for (const role of roles.filter(isDownOnPurpose)) {
    log(`The ${role} server is down on purpose: start it with "npm run lab -- mend ${downBreaks[role]}".`);
  }
  for (const role of missing) log(`The ${role} server does not run: starting it.`);
  await Promise.all(missing.map((role) => lab.server(role).start()));
  await lab.engine.resume(lab, { restarted: missing, breaks });
  return lab;
}

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
