import type { IsReplicationStopped } from '../replication-dialect.js';

const statement = `
  SELECT NOT EXISTS (
    SELECT FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_stat_subscription w ON w.subid = s.oid
    WHERE s.subenabled AND w.relid IS NULL AND w.pid IS NOT NULL
      AND s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  ) AS is_stopped`;

/** PostgreSQL: no subscription of the database has an apply worker. */
export const isPostgresStopped: IsReplicationStopped = async (target, bounds) => {
  const [row] = await target.query<{ is_stopped: boolean }>(statement, [], bounds);
  return row?.is_stopped === true;
};
