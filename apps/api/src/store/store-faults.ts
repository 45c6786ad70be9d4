import { OperationalError } from '../failures/failures.js';

/** A fault that passes once somebody does what the text says: the same write can succeed later. */
interface KnownFault {
  code: string;
  /** What happened and what to do, `PLACE` standing for the store's place. */
  text: string;
}

const full: KnownFault = {
  code: 'STORE_FULL',
  text: 'The disk that holds PLACE is full. Free some space; what could not be written is kept in memory and written then.',
};
const readOnly: KnownFault = {
  code: 'STORE_READ_ONLY',
  text: 'PLACE cannot be written. Give the user that runs Cutover write permission on the file and its directory, or point store.url elsewhere.',
};
const locked: KnownFault = {
  code: 'STORE_LOCKED',
  text: 'PLACE is locked by another program. End that program (a backup or an open sqlite3 shell).',
};
const corrupt: KnownFault = {
  code: 'STORE_CORRUPT',
  text: 'PLACE is damaged. Restart Cutover: it moves the damaged file aside, keeps it, and starts a new one.',
};
const unopenable: KnownFault = {
  code: 'STORE_UNOPENABLE',
  text: 'PLACE cannot be opened as a file. Check that the path is a file (not a directory) in a directory that exists and may be written, or change store.url.',
};
const ioError: KnownFault = {
  code: 'STORE_IO_ERROR',
  text: 'The disk that holds PLACE failed to read or write. Look at the kernel log (dmesg) and at the file system.',
};
const denied: KnownFault = {
  code: 'STORE_ACCESS_DENIED',
  text: 'PLACE refused the user of store.url. Check user, password and database, and grant that user ALL on the database.',
};
const unreachable: KnownFault = {
  code: 'STORE_UNREACHABLE',
  text: 'PLACE does not answer. Start the server, or check host and port of store.url and the firewall between.',
};
const databaseMissing: KnownFault = {
  code: 'STORE_DATABASE_MISSING',
  text: 'PLACE: the database does not exist. Create it: CREATE DATABASE … CHARACTER SET utf8mb4, or change store.url.',
};

/** By the driver's code: SQLite's primary result name, MySQL's error name, or the system's errno name. */
const known: Record<string, KnownFault> = {
  SQLITE_FULL: full,
  ENOSPC: full,
  EDQUOT: full,
  ER_DISK_FULL: full,
  ER_RECORD_FILE_FULL: full,
  SQLITE_READONLY: readOnly,
  SQLITE_PERM: readOnly,
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  ER_OPTION_PREVENTS_STATEMENT: readOnly,
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: readOnly,
  SQLITE_BUSY: locked,
  SQLITE_LOCKED: locked,
  ER_LOCK_WAIT_TIMEOUT: locked,
  ER_LOCK_DEADLOCK: locked,
  SQLITE_CORRUPT: corrupt,
  SQLITE_NOTADB: corrupt,
  SQLITE_CANTOPEN: unopenable,
  ENOTDIR: unopenable,
  EISDIR: unopenable,
  EEXIST: unopenable,
  SQLITE_IOERR: ioError,
  EIO: ioError,
  ER_ACCESS_DENIED_ERROR: denied,
  ER_DBACCESS_DENIED_ERROR: denied,
  ER_TABLEACCESS_DENIED_ERROR: denied,
  ER_BAD_DB_ERROR: databaseMissing,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  ETIMEDOUT: unreachable,
  EPIPE: unreachable,
  PROTOCOL_CONNECTION_LOST: unreachable,
  PROTOCOL_SEQUENCE_TIMEOUT: unreachable,
  ER_SERVER_SHUTDOWN: unreachable,
  ER_CON_COUNT_ERROR: unreachable,
};

/** A failure of the store, ready for people; `isPassing` tells whether the same write may succeed later. */
export class StoreFault extends OperationalError {
  constructor(
    code: string,
    message: string,
    readonly isPassing: boolean,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
  }
}

/** What is read of an error. By shape and not by class: native modules throw errors of another realm in some runtimes. */
interface ErrorLike {
  message: string;
  code?: unknown;
  driverError?: unknown;
}

function asError(error: unknown): ErrorLike {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
    ? { ...error, message: error.message }
    : { message: String(error) };
}

function driverCode(error: unknown): string | null {
  // TypeORM wraps the driver's error; libsql reports a failed open only as text that ends in SQLite's number (14: CANTOPEN).
  const outer = asError(error);
  const inner = outer.driverError === undefined ? outer : asError(outer.driverError);
  if (/ConnectionFailed\(.*: 14"?\)/.test(inner.message)) return 'SQLITE_CANTOPEN';
  if (typeof inner.code !== 'string') return null;
  // Extended SQLite codes (SQLITE_IOERR_WRITE) mean their primary one.
  return inner.code.replace(/^(SQLITE_[A-Z]+)_.*$/, '$1');
}

/** True for the two codes that mean a damaged file. */
export function isCorruption(error: unknown): boolean {
  return known[driverCode(error) ?? ''] === corrupt;
}

/** Turns whatever driver, file system or TypeORM threw into a StoreFault that says what to do. `place` has no secrets. */
export function toStoreFault(error: unknown, place: string): StoreFault {
  if (error instanceof StoreFault) return error;
  const fault = known[driverCode(error) ?? ''];
  const detail = asError(error).message;
  if (fault)
    return new StoreFault(fault.code, `${fault.text.replace('PLACE', place)} (${detail})`, true, { cause: error });
  return new StoreFault('STORE_FAILED', `${place} failed: ${detail}. Look at the log and at the store.`, false, {
    cause: error,
  });
}
