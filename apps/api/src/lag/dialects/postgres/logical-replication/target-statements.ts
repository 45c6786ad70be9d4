import { workerCount } from './source-statements.js';
import type { StatementParts } from './versions/statement-parts.js';

/** Limits of the target and their use, and whether the account may read how far origins are. */
export const targetLimitsStatement = ({ originLimit }: StatementParts): string => `
  SELECT pg_catalog.current_setting('max_logical_replication_workers')::int AS max_logical_workers,
         (SELECT count(*) FROM pg_catalog.pg_stat_subscription w WHERE w.pid IS NOT NULL)::int AS logical_workers,
         pg_catalog.current_setting('max_sync_workers_per_subscription')::int AS max_sync_workers,
         (SELECT COALESCE(max(n.workers), 0) FROM (
            SELECT count(*) AS workers FROM pg_catalog.pg_stat_subscription w
            WHERE w.pid IS NOT NULL AND w.relid IS NOT NULL GROUP BY w.subid) n)::int AS sync_workers,
         pg_catalog.current_setting('${originLimit}')::int AS max_origins, '${originLimit}' AS origin_limit,
         (SELECT count(*) FROM pg_catalog.pg_replication_origin)::int AS origins,
         pg_catalog.current_setting('max_worker_processes')::int AS max_workers, ${workerCount} AS workers,
         pg_catalog.has_function_privilege('pg_catalog.pg_show_replication_origin_status()', 'EXECUTE') AS may_see_origins`;

/** The row of {@link targetLimitsStatement}. */
export interface TargetLimitsRow {
  max_logical_workers: number;
  logical_workers: number;
  max_sync_workers: number;
  sync_workers: number;
  max_origins: number;
  origin_limit: string;
  origins: number;
  max_workers: number;
  workers: number | null;
  may_see_origins: boolean;
}

/** So many origins are shown: a database of thousands of tables that are being copied has as many. */
const shownOrigins = 50;

/** Origins of the target, by name alone. */
export const originNamesStatement = `
  SELECT o.roname AS name, NULL::text AS remote FROM pg_catalog.pg_replication_origin o ORDER BY o.roname LIMIT ${shownOrigins}`;

/** Origins of the target, and how far each is. The function is nobody's but the superuser's until it is granted. */
export const originsStatement = `
  SELECT o.roname AS name, NULLIF(s.remote_lsn, '0/0'::pg_catalog.pg_lsn)::text AS remote
  FROM pg_catalog.pg_replication_origin o
  LEFT JOIN pg_catalog.pg_show_replication_origin_status() s ON s.local_id = o.roident
  ORDER BY o.roname LIMIT ${shownOrigins}`;

/** One row of both. */
export interface OriginRow {
  name: string;
  remote: string | null;
}
