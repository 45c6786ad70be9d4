import type { DumpDialect } from '../../dump-dialect.js';
import { postgresAccounts } from './accounts.js';
import { ArchiveContent } from './archive-content.js';
import { holdSnapshot } from './hold-snapshot.js';
import { passwordFile, postgresLogin } from './login.js';

/** A table that is locked for longer is said, and not waited for all night. */
const longestLockWait = '60s';

/** The archive of pg_dump, not compressed by it: whole as its exit code says, and read by pg_restore alone. */
export const postgresDump: DumpDialect = {
  programs: ['pg_dump'],
  packages: 'postgresql-client',
  fileName: 'dump.pgc',
  loginFile: ({ password }) => passwordFile(password),
  command: ({ loginFile, endpoint, database, snapshot }) => ({
    args: [
      ...['--format=custom', '--compress=0', '--no-password', `--lock-wait-timeout=${longestLockWait}`],
      ...(snapshot === null ? [] : [`--snapshot=${snapshot}`]),
    ],
    env: { ...postgresLogin(loginFile, endpoint), PGDATABASE: database },
  }),
  silence: {
    // A lock is waited for for a minute only; a table of which almost all rows are dead is read for long.
    mostMs: 2 * 3_600_000,
    advice:
      'Look in pg_stat_activity of the server what its session waits for (wait_event), and at the connection to the server. Then back up again.',
  },
  holdSnapshot,
  rowsCommand: ({ loginFile, endpoint, database }) => ({
    args: ['--format=plain', '--data-only', '--no-password', `--lock-wait-timeout=${longestLockWait}`],
    env: { ...postgresLogin(loginFile, endpoint), PGDATABASE: database },
  }),
  content: () => new ArchiveContent(),
  // A collation of ICU is named by keys that differ by version: then nothing is said, and the server's own holds.
  databases: {
    maintenance: 'postgres',
    list: `SELECT datname AS name,
                  CASE WHEN coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                       THEN format('TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
                                   pg_encoding_to_char(encoding), datcollate, datctype) END AS options
             FROM pg_database d WHERE datallowconn AND NOT datistemplate ORDER BY datname`,
  },
  roles: "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname",
  hiddenFromAccount: null,
  tellsPosition: null,
  restoreCommand: 'pg_restore --exit-on-error --dbname=DATABASE',
  restoreAdvice: null,
  accounts: postgresAccounts,
};
