import { readVisibleRights } from '@cutover/databases/mysql-family';
import { grantStatement } from '@cutover/databases/suggested-statements';
import type { AccountsDump } from '../../dump-dialect.js';
import { LastLineContent } from '../../last-line-content.js';
import { withoutLoginPath } from './option-file.js';

/** Longer than this the rights of an account are never waited for. */
const timeoutMs = 10_000;

/** Accounts, roles and their rights: `mariadb-dump --system=users`. It writes hashes of passwords, and has no option that leaves them out. */
export const mariadbAccounts: AccountsDump = {
  programs: ['mariadb-dump'],
  packages: 'mariadb-client',
  fileName: 'accounts.sql',
  plan: async (session, { account, isEncrypted }) => {
    if (!isEncrypted)
      return {
        skipped:
          'The accounts of the server are not backed up: their dump holds hashes of passwords, and backups are not encrypted. Set backups.ageRecipients.',
      };
    const rights = await readVisibleRights(session, 'mariadb', { timeoutMs });
    if (rights.onDatabase('SELECT', 'mysql')) return { hasPasswords: true, reason: null };
    const grant = grantStatement('SELECT ON mysql.*', { account, rds: false });
    return {
      skipped: `The accounts of the server are not backed up: the account may not read them. To have them, run on the server: ${grant}`,
    };
  },
  command: ({ loginFile }) => ({
    // `--insert-ignore`: an account that is there already is no error.
    args: [`--defaults-file=${loginFile}`, '--system=users', '--insert-ignore', '--default-character-set=utf8mb4'],
    env: withoutLoginPath,
  }),
  content: () => new LastLineContent('-- Dump completed'),
  restoreCommand: 'mariadb --binary-mode --force',
  restoreAdvice:
    'An account that is there already has the password and the rights of the backup afterwards. A role that is there is said as an error.',
};
