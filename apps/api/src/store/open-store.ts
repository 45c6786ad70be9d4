import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import Database from 'libsql';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { commitOffLoop } from './commit-off-loop.js';
import { StoreFault, toStoreFault } from './store-faults.js';
import { findCorruption, lockStore, makeDirectory, moveAside, type StoreLock } from './store-file.js';
import type { StorePart } from './store-part.js';
import { schemaOf } from './store-schema.js';
import { describeStore, memoryPath, parseStoreUrl, type StoreLocation } from './store-url.js';

/** An open store with its schema up to date. */
export interface OpenedStore {
  dataSource: DataSource;
  /** Where it is, without secrets. */
  place: string;
  /** What somebody should know of the opening (a damaged file was moved aside); null: nothing. */
  notice: string | null;
  lock: StoreLock | null;
}

// One statement against the store may take this long; nothing in it is larger than a few hundred kilobytes.
const statementTimeoutMs = 10_000;

type Schema = Pick<DataSourceOptions, 'entities' | 'migrations' | 'migrationsRun' | 'logging'>;

function sqliteOptions(path: string, schema: Schema): DataSourceOptions {
  return {
    ...schema,
    type: 'better-sqlite3',
    driver: Database,
    database: path,
    // The wait blocks the event loop (the driver is synchronous), so it is short.
    timeout: 2000,
    prepareDatabase: (file: Database.Database) => {
      file.pragma('journal_mode = WAL');
      // A commit is on the disk before its promise is fulfilled, also after a power cut: see commitOffLoop.
      file.pragma('synchronous = FULL');
    },
  };
}

function mysqlOptions(location: Extract<StoreLocation, { kind: 'mysql' }>, schema: Schema): DataSourceOptions {
  const { host, port, username, password, database } = location;
  const tls = location.tls ? { ssl: location.ca === null ? {} : { ca: readFileSync(location.ca, 'utf8') } } : {};
  return {
    ...schema,
    ...tls,
    type: 'mysql',
    host,
    port,
    username,
    password,
    database,
    charset: 'utf8mb4',
    timezone: 'Z',
    poolSize: 2,
    connectTimeout: 10_000,
    maxQueryExecutionTime: statementTimeoutMs,
    enableQueryTimeout: true,
  };
}

/** Runs pending schema migrations; refuses a store that a newer version has written. */
async function migrate(dataSource: DataSource, place: string): Promise<void> {
  await dataSource.runMigrations({ transaction: 'each' });
  const done: { name: string }[] = await dataSource.query('SELECT name FROM migrations');
  const names = new Set(dataSource.migrations.map((migration) => migration.name));
  // Changes nothing, but fails at once where writing is not allowed: better now than with the first sample.
  await dataSource.query('UPDATE migrations SET name = name WHERE 1 = 0');
  const unknown = done.find((row) => !names.has(row.name));
  if (!unknown) return;
  throw new StoreFault(
    'STORE_NEWER',
    `${place} was written by a newer version of Cutover (${unknown.name}). Use that version, or another store.url.`,
    false,
  );
}

/**
 * Opens the store named by `store.url` and brings the schema of these parts up to date. A damaged SQLite file is moved
 * aside, unchanged, and a new one is started: a monitor that refuses to start at three in the morning helps nobody.
 * Throws StoreFault, whose message says what to do and holds no password.
 */
export async function openStore(url: string, nowIso: string, parts: readonly StorePart[]): Promise<OpenedStore> {
  const location = parseStoreUrl(url);
  const place = describeStore(location);
  const schema: Schema = { ...schemaOf(parts), migrationsRun: false, logging: false };
  if (location.kind === 'mysql') return connect(mysqlOptions(location, schema), place, null, null);
  if (location.path === memoryPath) return connect(sqliteOptions(memoryPath, schema), place, null, null);

  const path = isAbsolute(location.path) ? location.path : resolve(location.path);
  makeDirectory(path);
  const lock = lockStore(path);
  try {
    const damage = findCorruption(path);
    const notice =
      damage === null
        ? null
        : `The store ${place} was damaged (${damage}). It is kept as ${moveAside(path, nowIso)}; a new, empty store was started, so history, past verdicts and alerts begin anew.`;
    return await connect(sqliteOptions(path, schema), place, notice, lock);
  } catch (error) {
    lock.release();
    throw toStoreFault(error, place);
  }
}

async function connect(
  options: DataSourceOptions,
  place: string,
  notice: string | null,
  lock: StoreLock | null,
): Promise<OpenedStore> {
  const dataSource = new DataSource(options);
  try {
    await dataSource.initialize();
    if (options.type === 'better-sqlite3') commitOffLoop(dataSource);
    await migrate(dataSource, place);
  } catch (error) {
    if (dataSource.isInitialized) await dataSource.destroy().catch(() => undefined);
    throw toStoreFault(error, place);
  }
  return { dataSource, place, notice, lock };
}

/** Closes the store and lets go of its lock. A write-ahead log that cannot be emptied stays beside the file and loses nothing. */
export async function closeStore({ dataSource, lock }: OpenedStore): Promise<void> {
  if (dataSource.options.type === 'better-sqlite3')
    await dataSource.query('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
  await dataSource.destroy();
  lock?.release();
}
