import { comparisonDialectOf } from '../../checksum/dialects/registry.js';
import { configFileOf, loadConfig } from '../../config/reading/load-config.js';
import { CannotRun } from '../cannot-run.js';
import type { Command, CommandOptions, Terminal } from '../command.js';
import { runInterruptible } from '../interruptible.js';
import { answerOf } from './answer.js';
import { chooseMigration, type ChosenPart } from './chosen-parts.js';
import { exitCannotRun, exitCodes } from './exit-code.js';
import { mostRepairCharacters, RepairCollection } from './repair-collection.js';
import { repairFileOf, writeRepairFile } from './repair-file.js';
import { reportLines } from './report-lines.js';
import { oneLine } from './text.js';
import { verify } from './verification.js';
import { verifyOptionsOf, type VerifyOptions } from './verify-options.js';

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
  const chosen = chooseMigration(config.migrations, options);
  const { repairFile } = options;
  if (repairFile !== null && !config.verification.showValues)
    throw new CannotRun(
      '--repair-sql writes values of rows, and verification.showValues is false: leave out --repair-sql, or set it to true',
    );
  const parts = chosen.parts.map((part) => {
    const { repair: dialect } = comparisonDialectOf(config, part.migration);
    const limit = Math.floor(mostRepairCharacters / chosen.parts.length);
    return { ...part, repair: repairFile === null ? null : new RepairCollection(dialect, limit) };
  });
  const writeRepair = ({ database }: ChosenPart, text: string): void => {
    if (repairFile !== null) writeRepairFile(repairFileOf(repairFile, database), text);
  };
  // Tried before the comparison: hours would be lost if a file could not be written afterwards.
  for (const part of parts) writeRepair(part, '-- The verification did not finish: run it again.\n');
  const outcomes = await verify({ config, options, status: terminal.status, signal }, parts);
  const answer = answerOf(config, chosen, outcomes);
  for (const line of answer.complaints) terminal.complain(oneLine(line));
  if (answer.report === null) return exitCannotRun;
  const lines = options.isJson ? JSON.stringify(answer.json, null, 2).split('\n') : reportLines(answer.report);
  for (const line of lines) terminal.print(line);
  for (const [index, part] of parts.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined || 'fault' in outcome || part.repair === null) continue;
    writeRepair(part, part.repair.script(outcome.report.tables, new Date().toISOString()));
  }
  return exitCodes[answer.report.verdict];
}
