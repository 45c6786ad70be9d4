import type { Role } from '@cutover/contracts';
import type { BothServers, PositionCodec } from '../../position.js';
import type { StatementBounds } from '../../session/server-connection.js';
import { formatLsn, logEndBefore, readLsn } from './lsn.js';

/**
 * Where the next record goes, because a commit shows before its record is written out (synchronous_commit = off). A standby
 * stands where it has replayed to, where no page is counted.
 */
const sourceStatement = `
  SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END::text AS position,
         CASE WHEN NOT pg_is_in_recovery() THEN current_setting('wal_block_size')::int END AS size`;

/** Subscriptions of this database. The text of their connections holds a password, and is not read. */
const subscriptionsStatement = `
  SELECT COALESCE(json_agg(json_build_object('slot', subslotname, 'publications', subpublications)), '[]')::text AS subscriptions
  FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * The least far slot of these subscriptions. One that has neither its slot nor a publication here belongs to another source; one
 * without its slot gets nothing any more.
 */
const appliedStatement = `
  SELECT CASE WHEN bool_and(s.slot_name IS NOT NULL) THEN min(s.confirmed_flush_lsn)::text END AS position
  FROM json_to_recordset($1::json) AS sub (slot text, publications json)
  LEFT JOIN pg_replication_slots s ON s.slot_name = sub.slot AND s.slot_type = 'logical'
  WHERE s.slot_name IS NOT NULL
     OR EXISTS (SELECT FROM pg_publication p WHERE p.pubname IN (SELECT json_array_elements_text(sub.publications)))`;

async function read({ source, target }: BothServers, role: Role, bounds: StatementBounds): Promise<string | null> {
  if (role === 'source') {
    const [row] = await source.query<PositionRow & { size: number | null }>(sourceStatement, [], bounds);
    if (row?.position == null || row.size === null) return row?.position ?? null;
    return formatLsn(logEndBefore(readLsn(row.position), BigInt(row.size)));
  }
  const [row] = await target.query<{ subscriptions: string }>(subscriptionsStatement, [], bounds);
  return one(await source.query<PositionRow>(appliedStatement, [row?.subscriptions ?? '[]'], bounds));
}

interface PositionRow {
  position: string | null;
}

function one([row]: PositionRow[]): string | null {
  return row?.position ?? null;
}

/**
 * Where a server stands in the write-ahead log of the source. What the target has applied is what it has confirmed to its slots:
 * it does so after a transaction shows. What its own origin says (`remote_lsn`) moves before that. Positions have no domains,
 * and tell nothing of writes on the target.
 */
export const postgresPositions: PositionCodec = {
  hasReached: (reached, wanted) => readLsn(reached) >= readLsn(wanted),
  count: readLsn,
  read,
};
