import { isRightMissing, type ServerConnection } from '@cutover/databases';
import { quoteIdentifier, readLsn } from '@cutover/databases/postgres';
import { PositionHidden, SnapshotImpossible } from '../../../snapshot/snapshot-failures.js';
import {
  appliedStatement,
  type AppliedRow,
  sourceStatement,
  type SourceRow,
  subscribedTablesStatement,
  type SubscribedTableRow,
  type SubscriptionRow,
  subscriptionsStatement,
} from './statements.js';

const lookMs = 10_000;

/** A subscription of the target to this source. */
export interface FollowedSubscription {
  id: string;
  name: string;
  slot: string;
  /** Those that are on the source. */
  publications: readonly string[];
  /** All that it reads, as its row says. */
  named: readonly string[];
  isLocalOnly: boolean;
  /** The name under which the target keeps how far it has applied. */
  origin: string;
}

/** The subscriptions that bring changes from the source to the target, and which tables each of them writes. */
export interface FollowedTables {
  subscriptions: readonly FollowedSubscription[];
  /** By tableText. More than one: two subscriptions write one table, and no position holds for it. */
  byTable: ReadonlyMap<string, readonly FollowedSubscription[]>;
}

/** A text for a table in a map. */
export function tableText(schema: string, table: string): string {
  return JSON.stringify([schema, table]);
}

/** Rejects with SnapshotImpossible, or as the connections do. */
export async function readFollowedTables(source: ServerConnection, target: ServerConnection): Promise<FollowedTables> {
  const bounds = { timeoutMs: lookMs };
  const version = target.identity()?.versionNumber ?? 0;
  const all = await target.query<SubscriptionRow>(subscriptionsStatement(version), [], bounds);
  const slots = all.flatMap(({ slot }) => slot ?? []);
  const known = await source.query<SourceRow>(
    sourceStatement,
    [slots, all.flatMap(({ publications }) => publications)],
    bounds,
  );
  const has = (kind: SourceRow['kind'], name: string): boolean =>
    known.some((each) => each.kind === kind && each.name === name);
  const subscriptions = all.flatMap(({ is_local_only, slot, publications, ...row }): FollowedSubscription[] => {
    if (slot === null || !has('slot', slot)) return [];
    const there = publications.filter((name) => has('publication', name));
    return [
      { ...row, slot, publications: there, named: publications, isLocalOnly: is_local_only, origin: `pg_${row.id}` },
    ];
  });
  if (subscriptions.length === 0)
    throw new SnapshotImpossible(
      'the database of the target has no subscription whose slot is on the source: see pg_subscription there',
    );
  const ids = subscriptions.map(({ id }) => id);
  const tables = await target.query<SubscribedTableRow>(subscribedTablesStatement, [ids], bounds);
  const byTable = new Map<string, FollowedSubscription[]>();
  for (const { id, schema, name } of tables) {
    const text = tableText(schema, name);
    const owner = subscriptions.find((each) => each.id === id)!;
    byTable.set(text, [...(byTable.get(text) ?? []), owner]);
  }
  return { subscriptions, byTable };
}

/** Looks whether the account may read how far the target has applied. Rejects with SnapshotImpossible, or as the connection does. */
export async function requireAppliedPosition(target: ServerConnection): Promise<void> {
  await target.query<AppliedRow>(appliedStatement, [], { timeoutMs: lookMs }).catch((error: unknown) => {
    if (!isRightMissing(error)) throw error;
    const account = quoteIdentifier(target.identity()?.account ?? '');
    throw new PositionHidden(
      'the account may not read how far the target has applied: run there ' +
        `GRANT EXECUTE ON FUNCTION pg_catalog.pg_show_replication_origin_status() TO ${account};`,
      { cause: error },
    );
  });
}

/** Up to where each subscription has applied, by its origin. One that has applied nothing yet is not among them. */
export type Applied = ReadonlyMap<string, bigint>;

/** Pure: reads the answer to appliedStatement. */
export function appliedOf(rows: readonly object[] | undefined): Applied {
  return new Map(((rows ?? []) as AppliedRow[]).map(({ origin, lsn }) => [origin, readLsn(lsn)]));
}
