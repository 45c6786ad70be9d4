import type { StoredBackup } from '../../backups/catalogue/read-catalogue.js';
import { openRestoreServer } from '../../backups/restore-test/open-restore-server.js';
import { runRestoreTest, type RestoreTestResult } from '../../backups/restore-test/run-restore-test.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { Terminal } from '../command.js';
import { durationText } from '../verify/text.js';
import { exitBackup } from './backup-options.js';

/** Restores backups one after the other to a scratch server, and says of each whether it restores to what was dumped. */
export async function restoreEach(
  wanted: readonly StoredBackup[],
  identityFiles: readonly string[],
  {
    config: { backups },
    terminal,
    signal,
    isWell,
  }: { config: CutoverConfig; terminal: Terminal; signal: AbortSignal; isWell: boolean },
): Promise<number> {
  const outcomes = new Set<RestoreTestResult['outcome']>();
  for (const backup of wanted) {
    const result = await runRestoreTest({
      ...backup,
      ...{ identityFiles, signal },
      now: () => new Date(),
      warn: (message) => terminal.complain(message),
      openServer: () => openRestoreServer(backups, backup.manifest, signal),
    });
    outcomes.add(result.outcome);
    const line = `${backup.storage.name}: ${backup.folder}: ${wordsFor(result)}`;
    if (result.outcome === 'passed') terminal.print(line);
    else terminal.complain(line);
  }
  if (outcomes.has('failed') || !isWell) return exitBackup.faults;
  return outcomes.has('undecided') ? exitBackup.cannotRun : exitBackup.well;
}

function wordsFor({ outcome, reason, restoredTo, restoreMs, tables }: RestoreTestResult): string {
  if (outcome === 'failed') return `DOES NOT RESTORE to what was dumped: ${reason}`;
  if (outcome === 'undecided') return `whether it restores was not found out: ${reason}`;
  const same =
    tables === null
      ? 'whether its rows are those that were dumped is not known, since they could not be compared'
      : `${tables.identical} of ${tables.compared} tables identical`;
  return `restored to ${restoredTo} in ${durationText(restoreMs ?? 0)}: ${same}`;
}
