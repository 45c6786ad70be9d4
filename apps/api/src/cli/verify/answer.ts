import { engines } from '@cutover/databases';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { messageOf } from '../../failures/message-of.js';
import { tablesDialects } from '../../tables/dialects/registry.js';
import type { ChosenMigration, ChosenPart } from './chosen-parts.js';
import { databasesJson, foldOutcomes, type DatabaseOutcome, type DatabasesJson } from './several-databases.js';
import { NothingReadable, type PartOutcome } from './verification.js';
import { jsonOf, type VerifyJson, type VerifyReport } from './verify-report.js';

/** What the command prints. */
export interface Answer {
  /** Lines for stderr. */
  complaints: string[];
  /** null: nothing could be verified. */
  report: VerifyReport | null;
  /** What `--json` prints; null: nothing. */
  json: VerifyJson | DatabasesJson | null;
}

/**
 * Pure: one answer of all parts. Of a migration of several databases one that could not be verified is `unverified`, beside what
 * is proved of the others; where none could be verified there is no report. Throws what kept the only part from being verified.
 */
export function answerOf(config: CutoverConfig, chosen: ChosenMigration, outcomes: readonly PartOutcome[]): Answer {
  const parts = chosen.parts.map((part, index) => ({ part, outcome: outcomes[index] ?? { fault: 'not begun' } }));
  const [only] = parts;
  if (only?.part.database === null) return answerOfOne(config, only.part, only.outcome);
  const several = parts.map(({ part, outcome }) => outcomeOf(config, part, outcome));
  if (parts.every(({ outcome }) => isCannotRun(outcome)))
    return {
      complaints: several.map(({ database, reason }) => `cannot verify: ${database}: ${reason ?? ''}`),
      ...{ report: null, json: null },
    };
  const { engine } = findMigration(config, chosen.parts[0]?.migration ?? chosen.name);
  const { notAskedFor, name } = chosen;
  const report = foldOutcomes(name, { outcomes: several, notAskedFor }, engines[engine].positions.count);
  return { complaints: [], report, json: databasesJson(name, several) };
}

/** An account that may read nothing proves nothing: the verdict is unverified, not a failure to run. */
function answerOfOne(config: CutoverConfig, part: ChosenPart, outcome: PartOutcome): Answer {
  if (isCannotRun(outcome)) throw outcome.fault;
  const { report, reason } = outcomeOf(config, part, outcome);
  return { complaints: reason === null ? [] : [reason], report, json: jsonOf(report) };
}

const isCannotRun = (outcome: PartOutcome): outcome is { fault: unknown } =>
  'fault' in outcome && !(outcome.fault instanceof NothingReadable);

function outcomeOf(config: CutoverConfig, { migration, database }: ChosenPart, outcome: PartOutcome): DatabaseOutcome {
  const name = database ?? migration;
  if ('report' in outcome) return { database: name, report: outcome.report, reason: null };
  const { notLookedAt } = tablesDialects[findMigration(config, migration).engine];
  const nothing = { firstPosition: null, tables: [], differences: [], unseen: [], skipped: [] };
  const report: VerifyReport = { migration, verdict: 'unverified', ...nothing, notLookedAt };
  return { database: name, report, reason: messageOf(outcome.fault) };
}
