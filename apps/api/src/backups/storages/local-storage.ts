import { randomBytes } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
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
import { writeText } from './stored-text.js';

/** What is being written. A crash leaves it, and `sweep` removes it. */
const partial = '.partial';

const triedPath = 'check-config.txt';
const triedLeft = /^check-config\.txt(\.[0-9a-f]+)?\.partial$/;

/** Backups hold everything that a database holds: nobody else reads them. */
const folderMode = 0o700;
const fileMode = 0o600;

/** A folder of this machine, or one that is mounted. */
export class LocalStorage implements BackupStorage {
  constructor(
    readonly name: string,
    private readonly folder: string,
  ) {}

  async begin(path: string): Promise<ObjectWriter> {
    const place = this.placeOf(path);
    await this.trying(`${path} cannot be written`, () => mkdir(dirname(place), { recursive: true, mode: folderMode }));
    return new FileWriter(place, (what, error) => this.fault(what, error));
  }

  async read(path: string): Promise<Readable> {
    const place = this.placeOf(path);
    const handle = await this.trying(`${path} cannot be read`, () => open(place, constants.O_RDONLY));
    return handle.createReadStream();
  }

  async find(path: string): Promise<StoredObject | null> {
    const place = this.placeOf(path);
    return this.trying(`${path} cannot be looked at`, () => this.objectAt(place).catch(nullIfMissing));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    for (const place of await this.filesBelow(this.placeOf(prefix))) {
      if (place.endsWith(partial)) continue;
      // What is gone since was deleted meanwhile.
      const object = await this.trying('It cannot be listed', () => this.objectAt(place).catch(nullIfMissing));
      if (object !== null) yield object;
    }
  }

  async remove(path: string): Promise<void> {
    const place = this.placeOf(path);
    await this.trying(`${path} cannot be removed`, async () => {
      await rm(place, { force: true });
      await syncFolder(dirname(place)).catch(ignoreMissing);
      // The folder of a backup is of that one alone: it goes with its last file.
      if (dirname(place) !== join(this.folder)) await rmdir(dirname(place)).catch(() => undefined);
    });
  }

  async sweep(begunBefore: Date): Promise<number> {
    let swept = 0;
    for (const place of await this.filesBelow(this.folder)) {
      const path = relative(this.folder, place);
      // Others may use the same folder, and the same ending.
      if (!place.endsWith(partial) || !(isBackupFolder(dirname(path)) || triedLeft.test(path))) continue;
      const found = await this.trying(`${place} cannot be looked at`, () => stat(place).catch(nullIfMissing));
      if (found === null || found.mtime >= begunBefore) continue;
      await this.trying(`${place} cannot be removed`, () => rm(place, { force: true }));
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
    return this.trying('The room that is left cannot be told', () => spaceOf(this.folder));
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

  private async filesBelow(folder: string): Promise<string[]> {
    return this.trying('It cannot be listed', () => filesIn(folder));
  }

  private async trying<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.fault(what, error);
    }
  }

  private fault(what: string, error: unknown): Error {
    if (error instanceof OperationalError) return error;
    return new OperationalError(
      'BACKUP_STORAGE',
      `Storage ${this.name} (${this.folder}): ${what}: ${messageOf(error)}. ${adviceFor(error)}`,
    );
  }
}

/** What has gone wrong with a file, said with what to do. */
type Fault = (what: string, error: unknown) => Error;

/** A stream into a file that fails with what to do: who writes to it shows that as it is. */
function sayingFile(path: string, fault: Fault): Writable {
  // `flush`: the bytes are on the disk, not in its cache, before the stream says that it has finished.
  const stream = createWriteStream(path, { flags: 'w', mode: fileMode, flush: true });
  const destroy = stream._destroy.bind(stream);
  stream._destroy = (error, done) =>
    destroy(error, (cause) => done(cause ? fault('The object cannot be written', cause) : null));
  return stream;
}

class FileWriter implements ObjectWriter {
  readonly stream: Writable;
  private readonly partialPlace: string;

  constructor(
    private readonly place: string,
    private readonly fault: Fault,
  ) {
    // Two processes may copy the same backup: neither writes into what the other has begun.
    this.partialPlace = `${place}.${randomBytes(4).toString('hex')}${partial}`;
    this.stream = sayingFile(this.partialPlace, fault);
    // Who publishes or aborts hears of it; until then it must not end the process.
    this.stream.on('error', () => undefined);
  }

  async publish(): Promise<void> {
    try {
      await finished(this.stream);
      await rename(this.partialPlace, this.place);
      await syncFolder(dirname(this.place));
    } catch (error) {
      throw this.fault('The object cannot be published', error);
    }
  }

  async abort(): Promise<void> {
    this.stream.destroy();
    await finished(this.stream).catch(() => undefined);
    await rm(this.partialPlace, { force: true }).catch(() => undefined);
  }
}

/**
 * Every file below a folder. One folder after the other: with `recursive` one that is deleted meanwhile breaks off the whole list, and what is
 * left of it looks like a storage that holds nothing.
 */
async function filesIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(nullIfMissing)) ?? [];
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
  for (const { name } of entries.filter((entry) => entry.isDirectory()))
    files.push(...(await filesIn(join(folder, name))));
  return files;
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
  };
  return `${advice[String(codeOf(error))] ?? 'Look at the disk'}.`;
}
