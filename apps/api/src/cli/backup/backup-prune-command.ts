import type { BackupOrphan, RetentionChoice, RetentionOutcome, RetentionPlan } from '@cutover/contracts';
import { WatchedStorage, type StorageView } from '../../backups/catalogue/watched-storage.js';
import { applyRetention, joinOutcomes, sweepOrphans, type Deleting } from '../../backups/retention/apply-retention.js';
import { planOf } from '../../backups/retention/plan-retention.js';
import { retentionRules, type RetentionRules } from '../../backups/retention/retention-rules.js';
import { bytesText } from '../../checks/texts/amounts-text.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import { backupConfigOf, exitBackup, instantText, sharedOptions, storagesOf } from './backup-options.js';

/** `backup prune`: deletes what no rule of retention keeps, or says what it would delete. */
export const backupPruneCommand: Command = {
  name: 'backup prune',
  usage: 'backup prune [--dry-run] [--orphans] [--storage S] [--config FILE]',
  summary:
    'deletes the backups that no rule of retention keeps, with --orphans what is no backup; exit 0, 1 something could not be deleted, 3 could not run',
  options: { ...sharedOptions, 'dry-run': { type: 'boolean' }, orphans: { type: 'boolean' } },
  run: (typed, terminal) =>
    runInterruptible(
      terminal,
      {
        verb: 'prune backups',
        interrupted: 'what was begun to be deleted is ended by the next backup prune.',
        exitCannotRun: exitBackup.cannotRun,
      },
      (signal) => pruneAsTyped(typed, terminal, signal),
    ),
};

async function pruneAsTyped(typed: CommandOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const config = await backupConfigOf(typed, terminal, { certainty: true });
  const rules = retentionRules(config.backups);
  const views = await Promise.all(storagesOf(config, typed).map(viewOf));
  const now = new Date();
  const plan = planOf(views, rules, now);
  for (const line of planLines(plan)) terminal.print(line);
  for (const { failure } of plan.failures) terminal.complain(failure);
  if (typed['dry-run'] === true) return plan.failures.length === 0 ? exitBackup.well : exitBackup.faults;
  const deleting = { now, by: 'backup prune', signal };
  const outcomes: RetentionOutcome[] = [];
  for (const view of views.filter(({ failure }) => failure === null))
    outcomes.push(...(await pruned(view, rules, deleting, typed['orphans'] === true)));
  signal.throwIfAborted();
  const outcome = joinOutcomes(outcomes);
  for (const failure of outcome.failures) terminal.complain(failure);
  const left = outcome.left > 0 ? `, ${outcome.left} left: run it again` : '';
  terminal.print(`Deleted ${outcome.deleted.length}${left}.`);
  return outcome.failures.length + plan.failures.length === 0 ? exitBackup.well : exitBackup.faults;
}

async function viewOf(storage: WatchedStorage['view']['storage']): Promise<StorageView> {
  const watched = new WatchedStorage(storage, () => new Date().toISOString());
  await watched.look().catch(() => undefined);
  return watched.view;
}

async function pruned(
  { storage, entries }: StorageView,
  rules: RetentionRules,
  deleting: Deleting,
  withOrphans: boolean,
): Promise<RetentionOutcome[]> {
  const applied = await applyRetention(storage, entries, rules, deleting);
  // What was being deleted is no orphan any more.
  const gone = new Set(applied.deleted.map(({ folder }) => folder));
  const others = entries.filter(({ folder }) => !gone.has(folder));
  return withOrphans ? [applied, await sweepOrphans(storage, others, deleting)] : [applied];
}

function planLines({ choices, orphans, wouldDelete, wouldKeep }: RetentionPlan): string[] {
  return [
    ...choices.map(choiceLine),
    ...orphans.map(orphanLine),
    `To delete ${wouldDelete}, to keep ${wouldKeep}; ${orphans.length} that are no backup.`,
  ];
}

const choiceLine = ({ isKept, storage, folder, bytes, reasons }: RetentionChoice): string =>
  [isKept ? 'keep  ' : 'delete', storage, folder, bytesText(Number(bytes)), reasons.join('; ')].join('  ');

const orphanLine = ({ kind, storage, folder, bytes, changedAt, message, isSweepable }: BackupOrphan): string =>
  [
    ...['orphan', storage, folder, bytesText(Number(bytes)), kind, `since ${instantText(changedAt)}`],
    ...[isSweepable ? '--orphans removes it' : 'left alone', message],
  ].join('  ');
