import type { AccountsDump } from '../../dump-dialect.js';
import { LastLineContent } from '../../last-line-content.js';
import { postgresLogin } from './login.js';

const withoutPasswords = {
  notEncrypted: 'backups are not encrypted: set backups.ageRecipients',
  notAllowed: 'the account may not read them (pg_authid): only a superuser may, and on RDS nobody',
} as const;

/** Roles, their memberships and settings, and tablespaces: `pg_dumpall --globals-only`. Verifiers of passwords go into encrypted backups alone. */
export const postgresAccounts: AccountsDump = {
  programs: ['pg_dumpall'],
  packages: 'postgresql-client',
  fileName: 'accounts.sql',
  plan: async (session, { isEncrypted }) => {
    if (!isEncrypted) return { hasPasswords: false, reason: withoutPasswords.notEncrypted };
    const [told] = await session.query<{ may: boolean }>(
      "SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS may",
    );
    return told?.may === true
      ? { hasPasswords: true, reason: null }
      : { hasPasswords: false, reason: withoutPasswords.notAllowed };
  },
  command: ({ loginFile, endpoint, hasPasswords }) => ({
    args: [
      ...['--globals-only', '--no-password', '--database=postgres'],
      // Without them it reads pg_roles, which everybody may.
      ...(hasPasswords ? [] : ['--no-role-passwords']),
    ],
    env: postgresLogin(loginFile, endpoint),
  }),
  content: () => new LastLineContent('-- PostgreSQL database cluster dump complete'),
  restoreCommand: 'psql --dbname=postgres',
  restoreAdvice:
    'Restore them before the databases. A role that is there already is said as an error, and then has the password, the attributes and the memberships of the backup; tablespaces want their folders.',
};
