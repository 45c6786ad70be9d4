import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { comparisonDialectOf } from '../../checksum/dialects/registry.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { configFileOf, loadConfig } from '../../config/reading/load-config.js';
import { findMigration } from '../../config/find-migration.js';
import { tablesDialects } from '../../tables/dialects/registry.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import { exitCannotRun, exitCodes } from './exit-code.js';
import { RepairCollection } from './repair-collection.js';
import { reportLines } from './report-lines.js';
import { oneLine } from './text.js';
import { NothingReadable, verify } from './verification.js';
import { CannotRun } from '../cannot-run.js';
import { chooseMigration, verifyOptionsOf, type VerifyOptions } from './verify-options.js';
import { jsonOf, type VerifyReport } from './verify-report.js';

/** `verify`: proves the tables equal, or names what differs. Task page: docs/verify.md. */
export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify [--config FILE] [--migration M] [--table db.t]… [--json] [--max-load PERCENT] [--repair-sql FILE]',
  summary: 'compares every row; exit 0 all matched, 1 something diverged, 2 something unproved, 3 could not run',
  // 2 means that something was compared and not proved.
  exitUsage: exitCannotRun,
  options: {
    config: { type: 'string', short: 'c' },
    migration: { type: 'string', short: 'm' },
    table: { type: 'string', short: 't', multiple: true },
    json: { type: 'boolean' },
    'max-load': { type: 'string' },
    'repair-sql': { type: 'string' },
  },
  run: runVerify,
};

function runVerify(typed: CommandOptions, terminal: Terminal): Promise<number> {
  const words = { verb: 'verify', interrupted: 'the statements on the servers were ended.', exitCannotRun };
  return runInterruptible(terminal, words, (signal) => verifyAsTyped(verifyOptionsOf(typed), terminal, signal));
}

async function verifyAsTyped(options: VerifyOptions, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const config = loadConfig(options.configFile ?? configFileOf(terminal.env), terminal.env);
  const migration = chooseMigration(config.migrations, options.migration);
  if (options.repairFile !== null && !config.verification.showValues)
    throw new CannotRun(
      '--repair-sql writes values of rows, and verification.showValues is false: leave out --repair-sql, or set it to true',
    );
  // Tried before the comparison: hours would be lost if the file could not be written afterwards.
  if (options.repairFile !== null) write(options.repairFile, '-- The verification did not finish: run it again.\n');
  const dialect = comparisonDialectOf(config, migration);
  const repair = options.repairFile === null ? null : new RepairCollection(dialect.repair);
  const report = await verifyOrUnverified(config, migration, { options, terminal, repair, signal });
  const lines = options.isJson ? JSON.stringify(jsonOf(report), null, 2).split('\n') : reportLines(report);
  for (const line of lines) terminal.print(line);
  if (options.repairFile !== null && repair !== null)
    write(options.repairFile, repair.script(report.tables, new Date().toISOString()));
  return exitCodes[report.verdict];
}

/** An account that may read nothing proves nothing: the verdict is unverified, not a failure to run. */
async function verifyOrUnverified(
  config: CutoverConfig,
  migration: string,
  {
    terminal,
    ...frame
  }: { options: VerifyOptions; terminal: Terminal; repair: RepairCollection | null; signal: AbortSignal },
): Promise<VerifyReport> {
  try {
    return await verify({ config, migration, status: terminal.status, ...frame });
  } catch (error) {
    if (!(error instanceof NothingReadable)) throw error;
    terminal.complain(oneLine(error.message));
    const { notLookedAt } = tablesDialects[findMigration(config, migration).engine];
    const nothing = { firstPosition: null, tables: [], differences: [], unseen: [], skipped: [] };
    return { migration, verdict: 'unverified', ...nothing, notLookedAt };
  }
}

function write(file: string, text: string): void {
  try {
    // The file holds values of rows. The mode of writeFileSync is only given to new files, so an old one is changed
    // first.
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) chmodSync(file, 0o600);
    writeFileSync(file, text, { mode: 0o600 });
  } catch (error) {
    throw new CannotRun(
      `--repair-sql ${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
}
