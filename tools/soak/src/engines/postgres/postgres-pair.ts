import { setTimeout as pause } from 'node:timers/promises';
import { roles, subscriptionName, type LabServer, type PostgresLab, type Role } from '@cutover/lab';
import type { Row, Session, SoakPair, TwoPhase } from '../../stage/pair.js';
import { soakDatabase, soakTables } from '../../stage/soak-rows.js';
import { createStatements, fillStatement } from './tables.js';

/** A wait for a lock is short: the product may hold one for some seconds only. */
const pinned = `SET search_path = ${soakDatabase}; SET lock_timeout = 10000; SET TimeZone = 'UTC'`;

/** A publisher and its subscriber. */
export class PostgresPair implements SoakPair {
  readonly watched = { schemas: [soakDatabase] };
  readonly fillStatement = fillStatement;
  readonly twoPhase: TwoPhase = {
    begin: () => 'BEGIN',
    prepare: (name) => [`PREPARE TRANSACTION '${name}'`],
    commit: (name) => `COMMIT PREPARED '${name}'`,
    rollback: (name) => `ROLLBACK PREPARED '${name}'`,
    prepared: async (session) =>
      (await session.rows('SELECT gid FROM pg_prepared_xacts')).map(({ gid }) => String(gid)),
  };

  constructor(private readonly lab: PostgresLab) {}

  get endpoints(): PostgresLab['endpoints'] {
    return this.lab.endpoints;
  }

  server(role: Role): LabServer {
    return this.lab.server(role);
  }

  onSide<R>(role: Role, work: (session: Session) => Promise<R>): Promise<R> {
    return this.lab.withAdmin(role, async (admin) => {
      await admin.query(pinned);
      return work({ rows: async (statement) => (await admin.query<Row>(statement)).rows });
    });
  }

  writeOnTarget(statement: string): Promise<number> {
    return this.lab.withAdmin('target', async (admin) => {
      await admin.query(pinned);
      return (await admin.query(statement)).rowCount ?? 0;
    });
  }

  async replaceOnTarget(table: string, id: string, row: Row | null): Promise<void> {
    const insert =
      row === null
        ? ''
        : `INSERT INTO ${table} (id, payload, amount) VALUES (${id}, '${String(row['payload'])}', ${String(row['amount'])})`;
    // Statements in one message are one transaction.
    await this.writeOnTarget(`DELETE FROM ${table} WHERE id = ${id}; ${insert}`);
  }

  async writeOnSource(...statements: readonly string[]): Promise<void> {
    await this.onSide('source', async (source) => {
      for (const statement of statements) await source.rows(statement);
    });
  }

  async sourcePosition(): Promise<string> {
    const [row] = await this.onSide('source', (source) => source.rows('SELECT pg_current_wal_insert_lsn()::text AS p'));
    return String(row?.['p']);
  }

  /** Confirmed is what the target has applied and written out. */
  async haveApplied(positions: readonly string[]): Promise<readonly boolean[]> {
    const reached = positions.map((position, n) => `confirmed_flush_lsn >= '${position}'::pg_lsn AS p${n}`);
    const asked = `SELECT ${reached.join(', ')} FROM pg_replication_slots WHERE slot_name = '${subscriptionName}'`;
    const [row] = await this.onSide('source', (source) => source.rows(asked));
    return positions.map((_, n) => row?.[`p${n}`] === true);
  }

  async resumeReplication(): Promise<void> {
    await this.onSide('target', (target) => target.rows(`ALTER SUBSCRIPTION ${subscriptionName} ENABLE`));
  }

  async isReplicating(withinMs: number): Promise<boolean> {
    const deadlineMs = Date.now() + withinMs;
    while (Date.now() < deadlineMs) {
      const { replication } = await this.lab.status();
      const isRead = typeof replication?.slot === 'object' && replication.slot.isActive;
      if (replication?.isWorkerRunning && isRead && replication.tablesInSync === replication.tables) return true;
      await pause(100);
    }
    return false;
  }

  hasCaughtUp(withinMs: number): Promise<boolean> {
    return this.lab.catchUp(withinMs).then(
      () => true,
      () => false,
    );
  }

  async describeReplication(): Promise<string> {
    return JSON.stringify((await this.lab.status()).replication);
  }
}

/** Makes the tables on both sides, has them replicated, and gives the product the rights of docs/postgresql.md. */
export async function makeTables(lab: PostgresLab): Promise<void> {
  for (const role of roles)
    await lab.withAdmin(role, async (admin) => {
      await admin.query(`CREATE SCHEMA ${soakDatabase}; SET search_path = ${soakDatabase}`);
      for (const statement of createStatements()) await admin.query(statement);
      for (const reader of role === 'source' ? ['cutover', 'replicator'] : ['cutover'])
        await admin.query(`GRANT USAGE ON SCHEMA ${soakDatabase} TO ${reader};
          GRANT SELECT ON ALL TABLES IN SCHEMA ${soakDatabase} TO ${reader}`);
    });
  await lab.withAdmin('source', async (source) => {
    await source.query(`ALTER ROLE cutover REPLICATION; SET search_path = ${soakDatabase}`);
    for (const table of soakTables) await source.query(fillStatement(table));
    await source.query(`ALTER PUBLICATION shop_publication ADD TABLES IN SCHEMA ${soakDatabase}`);
  });
  await lab.withAdmin('target', async (target) => {
    await target.query('GRANT EXECUTE ON FUNCTION pg_show_replication_origin_status() TO cutover');
    await target.query(`ALTER SUBSCRIPTION ${subscriptionName} REFRESH PUBLICATION`);
  });
  if (!(await new PostgresPair(lab).isReplicating(60_000))) throw new Error('The tables were not copied to the target');
  await lab.catchUp();
}
