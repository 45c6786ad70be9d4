import { quoteIdentifier } from '@cutover/databases/postgres';
import type { DedicatedSession, TableName } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import { ConnectionsService } from '../../src/connections/connections.service.js';
import { Clock } from '../../src/platform/clock.js';
import { carriedValue } from '../../src/proof/dialects/postgres/carried-value.js';
import { postgresSnapshots } from '../../src/proof/dialects/postgres/snapshot/snapshot-dialect.js';
import { Patience } from '../../src/proof/patience.js';
import type { SnapshotPair } from '../../src/proof/snapshot/held-pair.js';
import { MatchMemory } from '../../src/proof/snapshot/match-memory.js';
import { PairHolder, type PairBounds } from '../../src/proof/snapshot/pair-holder.js';
import { eventually } from './eventually.js';
import { configOf } from './lab-pair.js';
import { runDocumentSql } from './run-document-sql.js';

/** A table as the test compares it. */
export interface PairedTable extends TableName {
  key: readonly string[];
  columns: readonly string[];
}

/** What makes pairs of snapshots on a PostgreSQL pair, as the product does. */
export interface PairMaker {
  holder: PairHolder;
  connections: ConnectionsService;
  bounds(table: TableName): PairBounds;
  close(): Promise<void>;
}

/** Connects both sides with the least-privileged account. */
export async function startPairMaker(lab: PostgresLab): Promise<PairMaker> {
  const clock = new Clock();
  const connections = new ConnectionsService(configOf(lab), clock, undefined);
  connections.onApplicationBootstrap();
  const [source, target] = [connections.get('shop', 'source'), connections.get('shop', 'target')];
  await eventually('both sides to be up', () => source.status().state === 'up' && target.status().state === 'up');
  const memory = new MatchMemory(() => clock.monotonicMs());
  const holder = new PairHolder(postgresSnapshots, source, target, memory, clock);
  return {
    holder,
    connections,
    bounds: (table) => ({
      ...{ table, patience: new Patience(60_000), signal: new AbortController().signal },
      waitForTarget: () => Promise.resolve('not-reached'),
    }),
    close: async () => {
      await holder.close();
      await connections.onApplicationShutdown();
    },
  };
}

/** Gives the account the rights that this manual says pairs need. Answers what takes them back. */
export async function grantPairs(lab: PostgresLab, manual = 'docs/postgresql.md'): Promise<() => Promise<void>> {
  await runDocumentSql(lab, manual, 'cutover REPLICATION');
  return async () => {
    const origins = 'EXECUTE ON FUNCTION pg_catalog.pg_show_replication_origin_status()';
    await lab.withAdmin('source', (admin) => admin.query('ALTER ROLE cutover NOREPLICATION'));
    await lab.withAdmin('target', (admin) => admin.query(`REVOKE ${origins} FROM cutover`));
  };
}

/** The keys of the rows that differ in a pair, those that stand apart included. */
export async function differencesIn(
  pair: SnapshotPair,
  table: PairedTable,
): Promise<{ keys: string[]; apart: number }> {
  const [source, target] = await Promise.all([rowsOf(pair.source, table), rowsOf(pair.target, table)]);
  const { database, name, key, columns } = table;
  const apart = pair.apart?.({ database, table: name, key, columns }) ?? [];
  for (const { key: values, source: row } of apart) {
    const text = JSON.stringify(values);
    const onTarget = target.get(text);
    if (row === null) source.delete(text);
    // A generated column is not known.
    else
      source.set(
        text,
        row.map((value, index) => (value === undefined ? (onTarget?.[index] ?? null) : value)),
      );
  }
  const keys = new Set([...source.keys(), ...target.keys()]);
  const differing = [...keys].filter((text) => JSON.stringify(source.get(text)) !== JSON.stringify(target.get(text)));
  return { keys: differing.sort(), apart: apart.length };
}

async function rowsOf(session: DedicatedSession, table: PairedTable): Promise<Map<string, (string | null)[]>> {
  const { database, name, key, columns } = table;
  const printed = (column: string): string =>
    `CASE WHEN ${quoteIdentifier(column)} IS NOT NULL THEN format('%s', ${quoteIdentifier(column)}) END`;
  const list = (names: readonly string[], prefix: string): string =>
    names.map((column, index) => `${printed(column)} AS ${prefix}${index}`).join(', ');
  const rows = await session.query<Record<string, string | null>>(
    `SELECT ${list(key, 'k')}, ${list(columns, 'v')} FROM ${quoteIdentifier(database)}.${quoteIdentifier(name)}`,
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify(key.map((_, index) => row[`k${index}`])),
      columns.map((_, index) => carriedValue(row[`v${index}`] ?? null)),
    ]),
  );
}
