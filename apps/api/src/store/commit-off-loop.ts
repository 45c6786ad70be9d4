import PromiseDatabase from 'libsql/promise';
import type { DataSource } from 'typeorm';

/** What TypeORM's driver for SQLite keeps: the open file. */
interface SqliteDriver {
  databaseConnection: { readonly inTransaction: boolean };
}

/**
 * Has COMMIT run on a thread of the SQLite driver instead of on the event loop. Call it once, right after `initialize`.
 *
 * Why: COMMIT is the statement that waits for the disk, 60 to 100 ms on a busy one, and TypeORM runs every statement on the
 * event loop, where nobody is answered meanwhile. All other statements only fill SQLite's page cache or read.
 *
 * What is durable does not change, because SQLite itself still does every sync, and COMMIT is fulfilled after the last of
 * them. In WAL mode with `synchronous = FULL` these are, in this order:
 * - the header of the log, when the log is begun or begun anew after a checkpoint (NORMAL does this too), and with the first
 *   sync of a new log its directory, so that the name of the file is on the disk as well;
 * - the log after the frames of each transaction: this is what FULL does beyond NORMAL, and what makes a fulfilled write
 *   survive a power cut;
 * - with every commit that leaves more than 1,000 pages in the log, a checkpoint: the log is synced, its pages are copied
 *   into the file, the file is synced (NORMAL does this too).
 * https://sqlite.org/pragma.html#pragma_synchronous, https://sqlite.org/wal.html
 *
 * Nothing else uses the connection while COMMIT runs: TypeORM awaits it, and everything goes through the store's one queue.
 */
export function commitOffLoop(dataSource: DataSource): void {
  const file = (dataSource.driver as unknown as SqliteDriver).databaseConnection;
  // For SQLite, TypeORM has a single query runner for the life of the data source.
  const runner = dataSource.createQueryRunner();
  const onLoop = runner.query.bind(runner) as (...call: unknown[]) => Promise<never>;
  runner.query = (sql: string, ...rest: unknown[]): Promise<never> => {
    // Both flavours of the driver keep the same handle of the file, so that the asynchronous one serves here.
    if (sql === 'COMMIT') return PromiseDatabase.prototype.exec.call(file, sql) as Promise<never>;
    // After a COMMIT that failed on a full disk, SQLite has rolled back already and a ROLLBACK fails. TypeORM would take the
    // transaction for open, and make the next ones savepoints in it that nobody commits: fulfilled writes would be lost.
    if (sql === 'ROLLBACK' && !file.inTransaction) return Promise.resolve(undefined as never);
    return onLoop(sql, ...rest);
  };
}
