import type { Readable, Writable } from 'node:stream';
import { accountsDatabase } from '@cutover/contracts';

/** One object of a storage. */
export interface StoredObject {
  path: string;
  bytes: number;
  /** UTC ISO text. */
  changedAt: string;
}

/** An object that is being written. Nobody finds it under its path before it is published. */
export interface ObjectWriter {
  /** Ends with an error where the storage does not take the bytes. */
  readonly stream: Writable;
  /** Makes the object be there, whole and for good, after the stream has finished. Rejects where that is not certain. */
  publish(): Promise<void>;
  /** Leaves nothing behind. Never rejects: what cannot be removed now is swept later. */
  abort(): Promise<void>;
}

/**
 * A place that keeps backups: a folder, or a bucket of S3. Paths are relative, of segments that `pathSegment` has made.
 * Every function rejects with an OperationalError that names the storage and says what to do.
 */
export interface BackupStorage {
  readonly name: string;
  /** Begins an object; one that is there under this path is replaced when the new one is published. */
  begin(path: string): Promise<ObjectWriter>;
  read(path: string): Promise<Readable>;
  /** null: there is none. */
  find(path: string): Promise<StoredObject | null>;
  /** Every published object whose path begins with these segments, in no order. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removing what is not there is no error. */
  remove(path: string): Promise<void>;
  /** Removes what writers left half written and did not write to since an instant. Resolves with their number. */
  sweep(writtenBefore: Date): Promise<number>;
  /** Does once all that a backup needs: writes, lists, reads and removes an object. Resolves with what is to be said of the place. */
  inspect(): Promise<string>;
  /** How an object is fetched with stock tools, one command or the other; empty: it is a file. */
  fetchCommands(path: string): string[];
  /** Room that is left; null: it has no end that is known, as a bucket. */
  space(): Promise<StorageSpace | null>;
}

/** Room of a storage. */
export interface StorageSpace {
  /** That our user may use. */
  freeBytes: number;
  totalBytes: number;
}

/** Pure: a name of a server or a database as one segment of a path: letters, digits, `_` and `-` as they are, all else as `%XX` of its UTF-8. */
export function pathSegment(name: string): string {
  return [...Buffer.from(name, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9_-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/** Pure: below which a database of a server lies in every storage. The accounts of a server have a folder that no database can have. */
export const databaseFolder = ({ server, database }: { server: string; database: string }): string =>
  [pathSegment(server), database === accountsDatabase ? accountsDatabase : pathSegment(database)].join('/');

/** Pure: where a backup lies in every storage: SERVER/DATABASE/ID. */
export const backupFolder = (backup: { server: string; database: string; id: string }): string =>
  `${databaseFolder(backup)}/${backup.id}`;

/**
 * Pure: whether a folder has a name that we give: others may keep their files in the same storage, and none of theirs is a backup without a
 * manifest that a sweep removes.
 */
export const isBackupFolder = (folder: string): boolean =>
  /^[\w%-]+\/([\w%-]+|server\.accounts)\/\d{8}t\d{6}z-[0-9a-f]{6}$/.test(folder);
