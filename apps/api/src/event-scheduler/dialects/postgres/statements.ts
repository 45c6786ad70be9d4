/**
 * Whether pg_cron is loaded, and for which database: it keeps the jobs of all databases in one. Its settings are hidden
 * without pg_read_all_settings (pg_monitor has it), and are not there while it is not loaded.
 */
export const settingsStatement = `
  SELECT pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE') AS may_see,
         (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'cron.database_name') AS kept_in,
         (SELECT s.setting FROM pg_catalog.pg_settings s WHERE s.name = 'cron.launch_active_jobs') AS launches`;

/** The row of {@link settingsStatement}. */
export interface SettingsRow {
  may_see: boolean;
  /** null: it is not loaded, or not visible. */
  kept_in: string | null;
  /** null: a pg_cron before 1.5, which always does. */
  launches: string | null;
}

/**
 * In the database that keeps the jobs: whether the extension is installed there, and what keeps us from its table. Each
 * account sees its own jobs alone there, by a policy: a reading without BYPASSRLS is refused, because our sessions ask for
 * all rows or none.
 */
export const visibilityStatement = `
  SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS may_use,
         pg_catalog.has_table_privilege(c.oid, 'SELECT') AS may_read,
         NOT pg_catalog.row_security_active(c.oid) AS sees_all
  FROM pg_catalog.pg_extension e
  JOIN pg_catalog.pg_namespace n ON n.nspname = 'cron'
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'job'
  WHERE e.extname = 'pg_cron'`;

/** The row of {@link visibilityStatement}; none where it is not installed. */
export interface VisibilityRow {
  may_use: boolean;
  may_read: boolean;
  sees_all: boolean;
}

/** Jobs that run in the database $1. Their names came with pg_cron 1.3: the column is read by its name. */
export const jobsStatement = `
  SELECT j.jobid::text AS id, COALESCE(pg_catalog.to_jsonb(j) ->> 'jobname', 'job ' || j.jobid) AS name, j.schedule, j.active AS is_active
  FROM cron.job j WHERE j.database = $1 ORDER BY j.jobid`;

/** One row of {@link jobsStatement}. */
export interface JobRow {
  id: string;
  name: string;
  schedule: string;
  is_active: boolean;
}
