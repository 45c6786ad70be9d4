import type { Role } from '@cutover/contracts';
import { isDenial } from '../../failure-groups.js';
import type { PositionCodec } from '../../position.js';
import type { StatementBounds, StatementRunnerLike } from '../../session/server-connection.js';
import { postgresFailure } from './failures.js';
import { readLsn } from './lsn.js';

/** A standby stands where it has replayed to. */
const sourceStatement =
  'SELECT (CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ' +
  'ELSE pg_catalog.pg_current_wal_lsn() END)::text AS position';

/** The subscription of this database that is least far. Needs EXECUTE on the function, which is not given to everybody. */
const targetStatement = `
  SELECT min(o.remote_lsn)::text AS position
  FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_show_replication_origin_status() o ON o.external_id = 'pg_' || s.oid
  WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;

async function read(server: StatementRunnerLike, role: Role, bounds: StatementBounds): Promise<string | null> {
  try {
    const statement = role === 'source' ? sourceStatement : targetStatement;
    const [row] = await server.query<{ position: string | null }>(statement, [], bounds);
    return row?.position ?? null;
  } catch (error) {
    if (isDenial(postgresFailure(error))) return null;
    throw error;
  }
}

/** Where a server stands in the write-ahead log of the source. Positions have no domains, and tell nothing of writes on the target. */
export const postgresPositions: PositionCodec = {
  hasReached: (reached, wanted) => readLsn(reached) >= readLsn(wanted),
  count: readLsn,
  read,
};
