import type { DumpDialect } from '../../dump-dialect.js';
import { ArchiveContent } from './archive-content.js';

/** A table that is locked for longer is said, and not waited for all night. */
const longestLockWait = '60s';

/** The archive of pg_dump, not compressed by it: whole as its exit code says, and read by pg_restore alone. */
export const postgresDump: DumpDialect = {
  programs: ['pg_dump'],
  packages: 'postgresql-client',
  fileName: 'dump.pgc',
  // hostname:port:database:username:password; a colon or backslash is escaped. Source: "The Password File" of the manual.
  loginFile: ({ password }) => `*:*:*:*:${password.replace(/[\\:]/g, (character) => `\\${character}`)}\n`,
  command: ({ loginFile, endpoint, database }) => ({
    args: ['--format=custom', '--compress=0', '--no-password', `--lock-wait-timeout=${longestLockWait}`],
    env: {
      ...{ PGHOST: endpoint.host, PGPORT: String(endpoint.port), PGUSER: endpoint.username, PGDATABASE: database },
      ...{
        PGPASSFILE: loginFile,
        PGSSLMODE: sslMode(endpoint.tls),
        PGCONNECT_TIMEOUT: '10',
        PGAPPNAME: 'cutover backup',
      },
      ...(endpoint.tls?.ca === undefined ? {} : { PGSSLROOTCERT: endpoint.tls.ca }),
      ...(endpoint.tls?.cert === undefined ? {} : { PGSSLCERT: endpoint.tls.cert }),
      ...(endpoint.tls?.key === undefined ? {} : { PGSSLKEY: endpoint.tls.key }),
    },
  }),
  content: () => new ArchiveContent(),
};

function sslMode(tls: { verify: boolean; ca?: string | undefined } | undefined): string {
  if (tls === undefined) return 'disable';
  return tls.verify ? 'verify-full' : 'require';
}
