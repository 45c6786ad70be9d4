import type { ServerIdentity } from '../../session/server-connection.js';

/** One row of what a server says of itself and of our session. */
export interface IdentityRow {
  version: string;
  versionNumber: number;
  system: string;
  startedAt: string;
  account: string;
  backend: number;
  cipher: string | null;
}

/** Readable by every account; columns as in {@link IdentityRow}. */
export const identityStatement = `
  SELECT pg_catalog.current_setting('server_version') AS version,
         pg_catalog.current_setting('server_version_num')::int AS "versionNumber",
         (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) AS system,
         pg_catalog.pg_postmaster_start_time()::text AS "startedAt",
         current_user::text AS account,
         pg_catalog.pg_backend_pid() AS backend,
         (SELECT cipher FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()) AS cipher`;

/**
 * Puts an identity together. A server made from a copy of another one's files (a base backup, a restored snapshot) has its
 * system identifier; the moment it started tells the two apart.
 */
export function identityOf({ version, versionNumber, system, startedAt, account }: IdentityRow): ServerIdentity {
  return {
    flavor: 'postgres',
    version: `PostgreSQL ${version}`,
    versionNumber,
    serverId: system,
    account,
    fingerprint: `${system}|${startedAt}`,
  };
}
