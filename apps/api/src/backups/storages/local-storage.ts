import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat, statfs, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { OperationalError } from '../../failures/failures.js';
import { messageOf } from '../../failures/message-of.js';
import {
  isBackupFolder,
  type BackupStorage,
  type ObjectWriter,
  type StorageSpace,
  type StoredObject,
} from './backup-storage.js';
import { BoundedCalls, type CallKind } from './bounded-calls.js';
import { openFile, readingOf, writingTo, type FolderCalls } from './folder-streams.js';
import { writeText } from './stored-text.js';

/** What is being written. A crash leaves it, and `sweep` removes it. */
const partial = '.partial';

const triedPath = 'check-config.txt';
const triedLeft = /^check-config\.txt(\.[0-9a-f]+)?\.partial$/;

/** Backups hold everything that a database holds: nobody else reads them. */
const folderMode = 0o700;
const fileMode = 0o600;

/**
 * One call into a folder may take so long: less than the minute after which MariaDB ends a client that takes nothing, so that a storage that
 * hangs is given up, and the dump goes on to the others.
 */
const longestCallMs = 45_000;
/** All of a dump may be in the cache when it is over, and nothing waits any more. */
const longestSyncMs = 600_000;

/** By folder, for the whole process: a storage is opened anew by whoever needs it. */
const callsInto = new Map<string, BoundedCalls>();

function callsOf(folder: string): BoundedCalls {
  const known = callsInto.get(resolve(folder)) ?? new BoundedCalls();
  callsInto.set(resolve(folder), known);
  return known;
}

/** How a folder is used. */
export interface FolderOptions {
  /** How long one call into it may take, 45 seconds unless told otherwise. */
  withinMs?: number;
  /** It lies on a file system of its own, and where that is not mounted nothing is read or written. */
  isMounted?: boolean;
}

/** A folder of this machine, or one that is mounted: one whose server is gone does not answer, and is not asked again until it does. */
export class LocalStorage implements BackupStorage, FolderCalls {
  private readonly calls: BoundedCalls;
  private readonly withinMs: number;
  private readonly isMounted: boolean;

  constructor(
    readonly name: string,
    private readonly folder: string,
    { withinMs = longestCallMs, isMounted = false }: FolderOptions = {},
  ) {
    this.withinMs = withinMs;
    this.isMounted = isMounted;
    this.calls = callsOf(folder);
  }

  async begin(path: string): Promise<ObjectWriter> {
    const place = this.placeOf(path);
    await this.ask(`${path} cannot be written`, () => makeFolder(dirname(place)));
    return new FileWriter(place, path, this);
  }

  async read(path: string): Promise<Readable> {
    const place = this.placeOf(path);
    const what = `${path} cannot be read`;
    await this.ask(what, async () => undefined);
    return readingOf(this, what, await openFile(this, what, place, constants.O_RDONLY));
  }

  async find(path: string): Promise<StoredObject | null> {
    const place = this.placeOf(path);
    return this.ask(`${path} cannot be looked at`, () => this.objectAt(place).catch(nullIfMissing));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    for (const place of await this.filesBelow(this.placeOf(prefix))) {
      if (place.endsWith(partial)) continue;
      // What is gone since was deleted meanwhile.
      const object = await this.run('It cannot be listed', () => this.objectAt(place).catch(nullIfMissing));
      if (object !== null) yield object;
    }
  }

  async remove(path: string): Promise<void> {
    const place = this.placeOf(path);
    const what = `${path} cannot be removed`;
    await this.ask(what, () => rm(place, { force: true }));
    await this.run(what, () => syncFolder(dirname(place)).catch(ignoreMissing), 'sync');
    // The folder of a backup is of that one alone: it goes with its last file.
    if (dirname(place) !== join(this.folder)) await this.run(what, () => rmdir(dirname(place)).catch(() => undefined));
  }

  async sweep(writtenBefore: Date): Promise<number> {
    let swept = 0;
    for (const place of await this.filesBelow(this.folder)) {
      const path = relative(this.folder, place);
      // Others may use the same folder, and the same ending.
      if (!place.endsWith(partial) || !(isBackupFolder(dirname(path)) || triedLeft.test(path))) continue;
      const found = await this.run(`${place} cannot be looked at`, () => stat(place).catch(nullIfMissing));
      if (found === null || found.mtime >= writtenBefore) continue;
      await this.run(`${place} cannot be removed`, () => rm(place, { force: true }));
      swept += 1;
    }
    return swept;
  }

  async inspect(): Promise<string> {
    await writeText(this, triedPath, 'Written by check-config, which removes it again.\n');
    await this.filesBelow(this.folder);
    await this.remove(triedPath);
    return this.folder;
  }

  fetchCommands(): string[] {
    return [];
  }

  async space(): Promise<StorageSpace> {
    return this.ask('The room that is left cannot be told', () => spaceOf(this.folder));
  }

  /** Of the streams of this storage, too. */
  async run<T>(
    what: string,
    work: () => Promise<T>,
    kind: CallKind = 'call',
    late?: (result: T) => Promise<unknown>,
  ): Promise<T> {
    try {
      return await this.calls.run(kind, kind === 'sync' ? longestSyncMs : this.withinMs, work, late);
    } catch (error) {
      throw new OperationalError(
        'BACKUP_STORAGE',
        `Storage ${this.name} (${this.folder}): ${what}: ${messageOf(error)}. ${adviceFor(error)}`,
      );
    }
  }

  /** What begins anew in the folder, and not on what is open. */
  private ask<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.run(what, async () => {
      if (this.isMounted && (await isOfThisMachine(this.folder))) throw new NotMounted();
      return work();
    });
  }

  close(handle: FileHandle): Promise<void> {
    return this.calls.whenBack(this.withinMs, () => handle.close());
  }

  private placeOf(path: string): string {
    if (path.split('/').some((segment) => segment === '..' || segment.includes('\\')))
      throw new Error(`Not a path of a storage: ${path}`);
    return join(this.folder, path);
  }

  private async objectAt(place: string): Promise<StoredObject> {
    const { size, mtime } = await stat(place);
    return { path: relative(this.folder, place), bytes: size, changedAt: mtime.toISOString() };
  }

  /**
   * Every file below a folder. One folder after the other: with `recursive` one that is deleted meanwhile breaks off the whole list, and what is
   * left of it looks like a storage that holds nothing.
   */
  private async filesBelow(folder: string): Promise<string[]> {
    const list = () => readdir(folder, { withFileTypes: true }).catch(nullIfMissing);
    const entries = (await this.ask('It cannot be listed', list)) ?? [];
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
    for (const { name } of entries.filter((entry) => entry.isDirectory()))
      files.push(...(await this.filesBelow(join(folder, name))));
    return files;
  }
}

class FileWriter implements ObjectWriter {
  readonly stream: Writable;
  private readonly partialPlace: string;

  constructor(
    private readonly place: string,
    path: string,
    private readonly calls: FolderCalls,
  ) {
    // Two processes may copy the same backup: neither writes into what the other has begun.
    this.partialPlace = `${place}.${randomBytes(4).toString('hex')}${partial}`;
    this.stream = writingTo(calls, `${path} cannot be written`, this.partialPlace, fileMode);
    // Who publishes or aborts hears of it; until then it must not end the process.
    this.stream.on('error', () => undefined);
  }

  async publish(): Promise<void> {
    await finished(this.stream);
    const what = 'The object cannot be published';
    await this.calls.run(what, () => rename(this.partialPlace, this.place));
    await this.calls.run(what, () => syncFolder(dirname(this.place)), 'sync');
  }

  async abort(): Promise<void> {
    this.stream.destroy();
    await finished(this.stream).catch(() => undefined);
    await this.calls.run('It cannot be removed', () => rm(this.partialPlace, { force: true })).catch(() => undefined);
  }
}

/**
 * Makes a folder and those above it. Not `mkdir` with `recursive`: that one never ends where the folder above is there and the system still says
 * ENOENT (`/proc`, a folder of automount), and says ENOENT where the file system is read-only.
 */
async function makeFolder(folder: string): Promise<void> {
  const make = (): Promise<void> =>
    mkdir(folder, { mode: folderMode }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  try {
    await make();
  } catch (error) {
    const above = dirname(folder);
    const isAboveThere = await stat(above).catch(nullIfMissing);
    if (!isMissing(error) || isAboveThere !== null) throw error;
    await makeFolder(above);
    await make();
  }
}

/** Only the empty folder is there over which it would lie. */
class NotMounted extends Error {
  readonly code = 'EUNMOUNTED';

  constructor() {
    super('it is not mounted');
  }
}

/** Whether a folder is, or will be, on the file system of the root folder. */
async function isOfThisMachine(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(nullIfMissing);
  if (found === null) return isOfThisMachine(dirname(resolve(folder)));
  return found.dev === (await stat('/')).dev;
}

/** Of the file system in which a folder is, or will be. */
async function spaceOf(folder: string): Promise<StorageSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    if (!isMissing(error) || dirname(folder) === folder) throw error;
    return spaceOf(dirname(folder));
  }
}

/** A new name is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException | null)?.code;
const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function nullIfMissing(error: unknown): null {
  ignoreMissing(error);
  return null;
}

function adviceFor(error: unknown): string {
  const advice: Readonly<Record<string, string>> = {
    ENOSPC: 'The disk is full: make room, or keep fewer backups. What was there before is untouched',
    EDQUOT: 'The quota is used up: make room, or keep fewer backups. What was there before is untouched',
    EACCES: 'Give the user that Cutover runs as the right to write there',
    EPERM: 'Give the user that Cutover runs as the right to write there',
    EROFS: 'The file system is mounted read-only: look at the disk',
    ENOENT: 'Look whether the folder is mounted',
    EUNMOUNTED: 'Mount it. What is said to be mounted (mounted: true) is never written to the disk below it',
    ESILENT:
      'Look at its mount and the server behind it: until it answers it is not asked again, and what lies there is not known',
  };
  return `${advice[String(codeOf(error))] ?? 'Look at the disk'}.`;
}
