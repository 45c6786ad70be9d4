import type { Publication, ReplicationLimit } from '@cutover/contracts';
import type { ServerConnection, StatementBounds, TimedReading } from '@cutover/databases';
import { catalogOf } from '@cutover/databases/postgres';
import { lookUp, type Lookup } from '../../../lookup.js';
import type {
  ToldSlowly,
  ToldSource,
  ToldSourceSlot,
} from '../../../logical-replication/logical-replication-dialect.js';
import {
  directoryStatement,
  publicationsStatement,
  slotsStatement,
  sourceLimitsStatement,
  type PublicationRow,
  type SlotRow,
  type SourceLimitsRow,
} from './source-statements.js';
import { partsOf } from './versions/parts-of.js';

/** What is of the server is read once for all of its databases that ask within this time: half of their interval. */
export const freshMs = 5_000;
/** Of what is read once a minute. */
const slowFreshMs = 30_000;

/** Slots, settings and limits of the source. Never rejects. */
export function readSourceSlots(
  source: ServerConnection,
  bounds: StatementBounds,
): Promise<Lookup<TimedReading<ToldSource>>> {
  const read = (): Promise<ToldSource> => askSlots(source, bounds);
  return lookUp(source, 'its slots', () => source.ofServer('slots', freshMs, read));
}

async function askSlots(source: ServerConnection, bounds: StatementBounds): Promise<ToldSource> {
  const parts = partsOf(source.identity()?.versionNumber ?? null);
  const rows = await source.query<SlotRow>(slotsStatement(parts), [], bounds);
  const [limits] = await source.query<SourceLimitsRow>(sourceLimitsStatement, [], bounds);
  if (limits === undefined) throw new Error('it did not tell its settings');
  const keep = Number(limits.keep_limit_bytes);
  return {
    position: rows[0]?.position ?? null,
    level: limits.level,
    keepLimitBytes: keep < 0 ? null : keep,
    slots: rows.flatMap((row) => (row.name === null ? [] : [slotOf({ ...row, name: row.name })])),
    limits: limitsOf(limits),
  };
}

/** What is read once a minute. Never rejects. */
export async function readSlowly(source: ServerConnection, bounds: StatementBounds): Promise<ToldSlowly> {
  const directoryBytes = await lookUp(source, 'the size of pg_wal', async () => {
    const { value } = await source.ofServer('directory', slowFreshMs, async () => {
      const [row] = await source.query<{ bytes: string }>(directoryStatement, [], bounds);
      return Number(row?.bytes ?? 0);
    });
    return value;
  });
  const publications = await lookUp(source, 'its publications', async () =>
    (await source.query<PublicationRow>(publicationsStatement(catalogOf(source)), [], bounds)).map(publicationOf),
  );
  return { directoryBytes, publications };
}

function limitsOf(row: SourceLimitsRow): ReplicationLimit[] {
  const limit = (name: string, most: number, used: number | null): ReplicationLimit => ({
    ...{ side: 'source', name, limit: most, used, isByDesign: false },
  });
  return [
    limit('max_replication_slots', row.max_slots, row.slots),
    limit('max_wal_senders', row.max_senders, row.senders),
    limit('max_worker_processes', row.max_workers, row.workers),
  ];
}

function slotOf(row: SlotRow & { name: string }): ToldSourceSlot {
  return {
    ...{ name: row.name, kind: row.kind, plugin: row.plugin, database: row.database, isTemporary: row.is_temporary },
    ...{ isActive: row.is_active, walStatus: row.wal_status },
    ...{ confirmedPosition: row.confirmed, restartPosition: row.restart },
    behindBytes: bytesOf(row.behind_bytes),
    retainedBytes: bytesOf(row.retained_bytes),
    // Below 0 it is past its limit, and goes with the next checkpoint.
    safeWalBytes: bytesOf(row.safe_bytes),
    ...{ isConflicting: row.is_conflicting, invalidationReason: row.invalidation_reason },
    inactiveSince: row.inactive_since,
    sender: row.has_sender ? senderOf(row) : null,
    copy: copyOf(row.name),
  };
}

function senderOf(row: SlotRow): NonNullable<ToldSourceSlot['sender']> {
  return {
    ...{ application: row.application, state: row.state },
    ...{ sentPosition: row.sent, writePosition: row.written, flushPosition: row.flushed, replayPosition: row.replayed },
    notSentBytes: bytesOf(row.not_sent_bytes),
    replayLagSeconds: row.replay_lag_seconds === null ? null : Number(row.replay_lag_seconds),
  };
}

/** A worker that copies a table names its slot after subscription, table and the target's system identifier. */
function copyOf(name: string): ToldSourceSlot['copy'] {
  const [, subscriptionId, serverId] = /^pg_(\d+)_sync_\d+_(\d+)$/.exec(name) ?? [];
  return subscriptionId === undefined || serverId === undefined ? null : { subscriptionId, serverId };
}

function publicationOf(row: PublicationRow): Omit<Publication, 'isRead'> {
  const published = { insert: row.inserts, update: row.updates, delete: row.deletes, truncate: row.truncates };
  return {
    ...{ name: row.name, isAllTables: row.is_all_tables, viaRoot: row.via_root, tables: row.tables },
    operations: (Object.keys(published) as (keyof typeof published)[]).filter((each) => published[each]),
    limited: row.limited === null ? [] : (JSON.parse(row.limited) as Publication['limited']),
  };
}

/** A position that is past the end of another moment is no distance. */
function bytesOf(text: string | null): number | null {
  return text === null ? null : Math.max(0, Number(text));
}
