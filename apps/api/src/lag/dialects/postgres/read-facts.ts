import type { InitialSync } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { catalogOf } from '@cutover/databases/postgres';
import { lookUp, type Lookup } from '../../lookup.js';
import { adviceOf } from './wal-level.js';
import {
  sourceStatement,
  subscriptionsStatement,
  type InitialSyncRow,
  type SourceRow,
  type SubscriptionRow,
} from './statements.js';

/** A subscription as the target tells it. */
export interface ToldSubscription extends SubscriptionRow {
  initialSync: Omit<InitialSync, 'action'>;
}

/** What the source tells of itself and of one slot. */
export interface ToldSlot extends SourceRow {
  slot: string;
}

/** What the source tells in one cycle. */
export interface SourceFacts {
  position: string | null;
  isStandby: boolean;
  /** What must be set there before anything can be subscribed; null: nothing. */
  levelAdvice: string | null;
  /** Goes on without a publication that is gone (PostgreSQL 18); before it nothing comes until it is there again. */
  passesOverMissing: boolean;
  /** Those of the subscriptions that it has. */
  publications: ReadonlySet<string>;
  /** By name. */
  slots: ReadonlyMap<string, ToldSlot>;
}

const passesOverSince = 180_000;

const states: Readonly<Record<string, InitialSync['pending'][number]['state']>> = {
  i: 'waiting',
  d: 'copying',
  f: 'catching-up',
  s: 'catching-up',
};

/** Asks the target for its subscriptions. Never rejects. */
export function readSubscriptions(
  target: ServerConnection,
  bounds: StatementBounds,
): Promise<Lookup<ToldSubscription[]>> {
  return lookUp(target, 'its subscriptions', async () => {
    const statement = subscriptionsStatement(catalogOf(target));
    const rows = await target.query<SubscriptionRow & InitialSyncRow>(statement, [], bounds);
    return rows.map(({ tables, ready, pending, states, copied_bytes, copied_rows, ...row }) => ({
      ...row,
      initialSync: initialSyncOf({ tables, ready, pending, states, copied_bytes, copied_rows }),
    }));
  });
}

function initialSyncOf(row: InitialSyncRow): ToldSubscription['initialSync'] {
  const { pending, states: letters, copied_bytes: bytes, copied_rows: rows } = row;
  return {
    ...{ tables: row.tables ?? 0, ready: row.ready ?? 0 },
    pending: (pending ?? []).map((table, index) => ({
      ...{ table, state: states[letters?.[index] ?? ''] ?? 'waiting' },
      copiedBytes: bytes?.[index] == null ? null : Number(bytes[index]),
      copiedRows: rows?.[index] ?? null,
    })),
  };
}

/** Asks the source where it stands, and for what these subscriptions read from it. Never rejects. */
export function readSource(
  source: ServerConnection,
  subscriptions: readonly SubscriptionRow[],
  bounds: StatementBounds,
): Promise<Lookup<SourceFacts>> {
  const slots = subscriptions.flatMap(({ slot }) => slot ?? []);
  const publications = subscriptions.flatMap((each) => each.publications);
  return lookUp(source, 'its position and slots', async () => {
    const rows = await source.query<SourceRow>(sourceStatement(catalogOf(source)), [slots, publications], bounds);
    const [first] = rows;
    return {
      position: first?.position ?? null,
      isStandby: first?.is_standby === true,
      levelAdvice: first === undefined ? null : adviceOf(first.level, source.rds),
      passesOverMissing: (source.identity()?.versionNumber ?? 0) >= passesOverSince,
      publications: new Set(first?.publications ?? []),
      slots: new Map(rows.flatMap((row) => (row.slot === null ? [] : [[row.slot, { ...row, slot: row.slot }]]))),
    };
  });
}
