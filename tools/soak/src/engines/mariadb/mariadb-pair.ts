import { grantsFor, roles, type Lab, type LabServer, type Role } from '@cutover/lab';
import type { Row, Session, SoakPair, TwoPhase } from '../../stage/pair.js';
import { soakDatabase, soakTables } from '../../stage/soak-rows.js';
import { hasCaughtUp, isReplicating } from './replication.js';
import { onSide, rowsOf, writeOnSource, writeOnTarget } from './session.js';
import { atticDatabase, createStatement, fillStatement } from './tables.js';

/** A source and its replica. */
export class MariadbPair implements SoakPair {
  readonly watched = { databases: [soakDatabase] };
  readonly fillStatement = fillStatement;
  readonly twoPhase: TwoPhase = {
    begin: (name) => `XA START '${name}'`,
    prepare: (name) => [`XA END '${name}'`, `XA PREPARE '${name}'`],
    commit: (name) => `XA COMMIT '${name}'`,
    rollback: (name) => `XA ROLLBACK '${name}'`,
    prepared: async (session) => (await session.rows('XA RECOVER')).map(({ data }) => String(data)),
  };

  constructor(private readonly lab: Lab) {}

  get endpoints(): Lab['endpoints'] {
    return this.lab.endpoints;
  }

  server(role: Role): LabServer {
    return this.lab.server(role);
  }

  onSide<R>(role: Role, work: (session: Session) => Promise<R>): Promise<R> {
    return onSide(this.lab, role, (connection) => work({ rows: (statement) => rowsOf(connection, statement) }));
  }

  writeOnTarget(statement: string): Promise<number> {
    return writeOnTarget(this.lab, statement);
  }

  async replaceOnTarget(table: string, id: string, row: Row | null): Promise<void> {
    const insert =
      row === null
        ? ''
        : `INSERT INTO ${table} (id, payload, amount) VALUES (${id}, '${String(row['payload'])}', ${String(row['amount'])});`;
    const remove = `DELETE FROM ${table} WHERE id = ${id}`;
    await this.writeOnTarget(`BEGIN NOT ATOMIC START TRANSACTION; ${remove}; ${insert} COMMIT; END`);
  }

  writeOnSource(...statements: readonly string[]): Promise<void> {
    return writeOnSource(this.lab, ...statements);
  }

  async sourcePosition(): Promise<string> {
    const [row] = await this.onSide('source', (source) => source.rows('SELECT @@GLOBAL.gtid_binlog_pos AS p'));
    return String(row?.['p']);
  }

  async haveApplied(positions: readonly string[]): Promise<readonly boolean[]> {
    const waits = positions.map((position) => `MASTER_GTID_WAIT('${position}', 0.001)`);
    const [row] = await this.onSide('target', (target) => target.rows(`SELECT ${waits.join(', ')}`));
    const outcomes = Object.values(row ?? {});
    return positions.map((_, index) => Number(outcomes[index]) === 0);
  }

  async resumeReplication(): Promise<void> {
    await this.onSide('target', (target) => target.rows('START SLAVE'));
  }

  isReplicating(withinMs: number): Promise<boolean> {
    return isReplicating(this.lab, withinMs);
  }

  hasCaughtUp(withinMs: number): Promise<boolean> {
    return hasCaughtUp(this.lab, withinMs);
  }

  async describeReplication(): Promise<string> {
    return JSON.stringify((await this.lab.status()).replication);
  }
}

/** Makes the tables on both sides, and lets the product read them. */
export async function makeTables(lab: Lab): Promise<void> {
  await lab.withAdmin('source', async (source) => {
    for (const database of [soakDatabase, atticDatabase]) await source.query(`CREATE DATABASE ${database}`);
    await source.query(`USE ${soakDatabase}`);
    for (const table of soakTables) {
      await source.query(createStatement(table, table));
      await source.query(fillStatement(table));
    }
    await source.query(createStatement('parts', `${atticDatabase}.parts_out`, false));
  });
  for (const role of roles)
    await lab.withoutBinaryLog(role, async (root) => {
      for (const grant of grantsFor(role, soakDatabase)) await root.query(grant);
    });
  await lab.catchUp();
}
