import { existsSync } from 'node:fs';
import { engines, type Endpoint } from '@cutover/databases';
import type { Database } from 'libsql';
import { OperationalError } from '../failures/failures.js';
import { toStoreFault } from './store-faults.js';
import { describeStore, parseStoreUrl, type StoreLocation } from './store-url.js';

/** Which row is read. The names are ours: they are not quoted. */
export interface NewestRow {
  table: string;
  columns: readonly string[];
  /** The greatest of it is the newest. */
  orderedBy: string;
}

type Row = Record<string, unknown>;

/**
 * Reads one row of the store of another process, for commands, which start too quickly to open it whole. null: there is no store, no such
 * table or no row. Nothing is written. Rejects with OperationalError.
 */
export async function readNewestRow(url: string, asked: NewestRow): Promise<Row | null> {
  const location = parseStoreUrl(url);
  const row = location.kind === 'sqlite' ? await ofFile(location.path, asked) : await ofServer(location, asked);
  // The driver of SQLite adds a key of its own.
  return row && Object.fromEntries(asked.columns.map((column) => [column, row[column]]));
}

const statementOf = ({ table, columns, orderedBy }: NewestRow): string =>
  `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${orderedBy} DESC LIMIT 1`;

async function ofFile(path: string, asked: NewestRow): Promise<Row | null> {
  if (!existsSync(path)) return null;
  // Commands that read no store do not load its driver.
  const { default: Database } = await import('libsql');
  let file: Database | null = null;
  try {
    file = new Database(path, { timeout: 2_000 });
    file.pragma('query_only = ON');
    const known = file.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(asked.table);
    return known === undefined ? null : ((file.prepare(statementOf(asked)).get() as Row | undefined) ?? null);
  } catch (error) {
    throw toStoreFault(error, path);
  } finally {
    file?.close();
  }
}

async function ofServer(location: Extract<StoreLocation, { kind: 'mysql' }>, asked: NewestRow): Promise<Row | null> {
  const { host, port, username, password, database, tls, ca } = location;
  const endpoint: Endpoint = {
    ...{ host, port, username, password, rds: false },
    ...(tls ? { tls: { verify: true, ...(ca === null ? {} : { ca }) } } : {}),
  };
  const known = 'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?';
  const table = `${engines.mysql.quoteIdentifier(database)}.${asked.table}`;
  // The URL does not say which of the two it is.
  const session = await engines.mariadb
    .connect(endpoint, () => undefined)
    .catch(() => engines.mysql.connect(endpoint, () => undefined))
    .catch((error: unknown) => {
      const { message, action } = engines.mysql.explainFault(error, endpoint);
      throw new OperationalError('STORE_UNREACHABLE', `${describeStore(location)}: ${message}. ${action}`);
    });
  try {
    if ((await session.query(known, [database, asked.table])).length === 0) return null;
    const [row] = await session.query<Row>(statementOf({ ...asked, table }));
    return row ?? null;
  } catch (error) {
    throw toStoreFault(error, describeStore(location));
  } finally {
    await session.close('The row is read');
  }
}
