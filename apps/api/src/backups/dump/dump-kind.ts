import type { BackupManifest, Engine } from '@cutover/contracts';
import { OperationalError } from '../../failures/failures.js';
import { dumpDialects } from './dialects/registry.js';
import type { DumpDialect } from './dump-dialect.js';

/** What a dump of a database and one of accounts have in common. */
export type DumpKind = Pick<
  DumpDialect,
  'fileName' | 'loginFile' | 'command' | 'silence' | 'content' | 'restoreCommand'
>;

/** How what a manifest says is dumped, watched and restored: a database, or the accounts of its server. Throws where no client does it. */
export function dumpKindOf(engine: Engine, accounts: BackupManifest['accounts']): DumpKind {
  const dialect = dumpDialects[engine];
  if (accounts === null) return dialect;
  if (dialect.accounts === null)
    throw new OperationalError(
      'ACCOUNTS_NOT_DUMPED',
      `No client dumps the accounts of ${engine}, and the manifest says that they were: a newer Cutover, or somebody else, wrote it. Open the backup with what made it.`,
    );
  const { fileName, command, content, restoreCommand } = dialect.accounts;
  return {
    ...{ fileName, content, restoreCommand, silence: dialect.silence, loginFile: (frame) => dialect.loginFile(frame) },
    command: ({ loginFile, endpoint }) => command({ loginFile, endpoint, hasPasswords: accounts.hasPasswords }),
  };
}
