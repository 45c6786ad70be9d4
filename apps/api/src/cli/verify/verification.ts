import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { comparisonDialectOf } from '../../checksum/dialects/registry.js';
import { ChecksumRunner } from '../../checksum/runs/checksum.runner.js';
import { newRun } from '../../checksum/runs/progress/run-progress.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { skippedTables, type ChecksumResult } from '@cutover/contracts';
import { engines, type ServerConnection } from '@cutover/databases';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { OperationalError } from '../../failures/failures.js';
import { TablesService, type TableCatalog, type WatchedTable } from '../../tables/tables.service.js';
import type { StatusLine } from '../command.js';
import { PairHistoryService } from '../../pair-history/pair-history.service.js';
import { awaitSides } from './await-sides.js';
import type { ChosenPart } from './chosen-parts.js';
import { chooseWork, estimateRows } from './choose-work.js';
import { PairWatch } from './pair-watch.js';
import { ProgressDisplay } from './progress-display.js';
import { ProgressTracker } from './progress-tracker.js';
import type { RepairCollection } from './repair-collection.js';
import { CannotRun } from '../cannot-run.js';
import { type VerifyOptions } from './verify-options.js';
import { VerifyRecord } from './verify-record.js';
import { verifyTerms } from './verify-terms.js';
import { VerifyModule } from './verify.module.js';
import { firstPositionOf, verdictOf, type VerifyReport } from './verify-report.js';

/** Lets `app.get` find providers of every module. */
const find = { strict: false } as const;

/** What one verification is asked to do, and with what. */
export interface VerificationFrame {
  config: CutoverConfig;
  options: Pick<VerifyOptions, 'loadShare'>;
  status: StatusLine;
  signal: AbortSignal;
}

/** One migration, or one database of a migration that has several. `repair` null: no repair statements are wanted. */
export interface VerifiedPart extends ChosenPart {
  repair: RepairCollection | null;
}

/** What came of one part: a report, or why there is none. */
export type PartOutcome = { report: VerifyReport } | { fault: unknown };

/** What is known of a part before the last look at its pair. */
interface ComparedPart {
  part: VerifiedPart;
  work: Work;
  results: readonly ChecksumResult[];
  record: VerifyRecord;
  watch: PairWatch;
}

/** What one verification has to do, and what is left out of it. */
interface Work extends Pick<VerifyReport, 'unseen' | 'skipped' | 'notLookedAt'> {
  tables: readonly WatchedTable[];
}

/** The account may not list the tables of a watched database. The message says which GRANT is missing. */
export class NothingReadable extends Error {}

/**
 * Connects, compares one part after the other, and disconnects. No statement is left on the servers when this resolves or rejects.
 * Every pair is watched until the last one is compared: what is proved first must still hold at the end. An outcome is a fault
 * where its part could not be verified: CannotRun, or NothingReadable when an account may not read the tables. Rejects when
 * aborted.
 */
export async function verify(frame: VerificationFrame, parts: readonly VerifiedPart[]): Promise<PartOutcome[]> {
  const app = await NestFactory.createApplicationContext(VerifyModule.forRoot(frame.config), {
    logger: false,
    abortOnError: false,
  });
  const watches: PairWatch[] = [];
  const stopWatching = (): Promise<unknown> => Promise.all(watches.map((watch) => watch.stop()));
  try {
    const compared: (ComparedPart | { fault: unknown })[] = [];
    for (const [index, part] of parts.entries())
      compared.push(
        await orFault(frame, async () => {
          const watch = watchOf(app, frame, part);
          watches.push(watch);
          return compare(app, frame, { part, watch, label: labelOf(part, index, parts.length) });
        }),
      );
    await stopWatching();
    const outcomes: PartOutcome[] = [];
    for (const each of compared)
      outcomes.push(
        'fault' in each ? each : await orFault(frame, async () => ({ report: await judge(app, frame, each) })),
      );
    return outcomes;
  } finally {
    await stopWatching();
    await app.close();
  }
}

/** The same, or why it failed. Rejects when aborted. */
async function orFault<T>({ signal }: VerificationFrame, work: () => Promise<T>): Promise<T | { fault: unknown }> {
  try {
    return await work();
  } catch (fault) {
    signal.throwIfAborted();
    return { fault };
  }
}

function labelOf({ database }: ChosenPart, index: number, count: number): string | null {
  return database === null ? null : `database ${index + 1} of ${count}: ${database}`;
}

function watchOf(
  app: INestApplicationContext,
  { config, signal }: VerificationFrame,
  { migration }: ChosenPart,
): PairWatch {
  const clock = app.get(Clock, find);
  const intervalMs = config.monitoring.intervalSeconds * 1000;
  return new PairWatch(app.get(PairHistoryService, find), {
    ...{ migration, intervalMs, signal },
    nowIso: () => clock.nowIso(),
  });
}

async function compare(
  app: INestApplicationContext,
  frame: VerificationFrame,
  { part, watch, label }: { part: VerifiedPart; watch: PairWatch; label: string | null },
): Promise<ComparedPart> {
  const { config, signal, status } = frame;
  const { migration } = part;
  const connections = app.get(ConnectionsService, find);
  const clock = app.get(Clock, find);
  await abortable(awaitSides(connections, migration), signal);
  const work = await discover(app, part, signal);
  const dialect = comparisonDialectOf(config, migration);
  const estimates = await estimateRows(dialect, connections.get(migration, 'source'), work.tables, signal);
  const tracker = new ProgressTracker(estimates, clock.monotonicMs(), label);
  const display = new ProgressDisplay(status, () => tracker.at(clock.monotonicMs()));
  try {
    await watch.start();
    return { part, work, watch, ...(await compareAll(app, frame, { part, work, watch, tracker })) };
  } finally {
    display.end();
  }
}

/** Runs the runner of the service once, with a record in memory. */
async function compareAll(
  app: INestApplicationContext,
  { config, options, signal }: VerificationFrame,
  {
    part: { migration, repair },
    work: { tables },
    watch,
    tracker,
  }: Pick<ComparedPart, 'part' | 'work' | 'watch'> & { tracker: ProgressTracker },
): Promise<Pick<ComparedPart, 'results' | 'record'>> {
  const clock = app.get(Clock, find);
  const source = app.get(ConnectionsService, find).get(migration, 'source');
  const longValues = comparisonDialectOf(config, migration).repair.longValues(source, signal);
  const nowIso = (): string => clock.nowIso();
  const record = new VerifyRecord(repair && { collection: repair, longValues }, nowIso, (table) => watch.begin(table));
  const about = { id: randomUUID(), migration, trigger: 'request', tables: tables.length } as const;
  const first = newRun({ ...about, now: nowIso() });
  const last = await app.get(ChecksumRunner, find).execute(first, tables, signal, {
    record,
    terms: verifyTerms(options.loadShare, () => clock.monotonicMs()),
    observer: { onProgress: async (run) => tracker.note(run), onPace: (run) => tracker.note(run) },
  });
  if (last.state !== 'finished') {
    signal.throwIfAborted();
    throw new Error(last.reason ?? 'the verification did not finish');
  }
  return { results: last.results, record };
}

/** The report of a part, after the last look at its pair. */
async function judge(
  app: INestApplicationContext,
  frame: VerificationFrame,
  { part, work: { tables, unseen, skipped, notLookedAt }, results: found, record, watch }: ComparedPart,
): Promise<VerifyReport> {
  const { migration } = part;
  const results = found.map((result) => watch.judged(result));
  const isVoid = new Set(results.flatMap(({ table, voided }) => (voided ? [table] : [])));
  const { engine } = findMigration(frame.config, migration);
  const report: VerifyReport = {
    ...{ migration, verdict: verdictOf({ tables: results, unseen }), tables: results, unseen },
    ...{ skipped, notLookedAt },
    differences: record.differences.filter(({ table }) => !isVoid.has(table)),
    firstPosition: firstPositionOf(results, engines[engine].positions.count),
  };
  await noteTargets(frame, part, {
    report,
    tables,
    server: app.get(ConnectionsService, find).get(migration, 'target'),
  });
  return report;
}

/** Reads what the repair script must know of the target, while it is still connected. */
async function noteTargets(
  { config, signal }: VerificationFrame,
  { migration, repair }: VerifiedPart,
  { report, tables, server }: { report: VerifyReport; tables: readonly WatchedTable[]; server: ServerConnection },
): Promise<void> {
  if (repair === null) return;
  const dialect = comparisonDialectOf(config, migration).repair;
  for (const { table, verdict } of report.tables) {
    const watched = tables.find(({ id }) => id === table);
    if (verdict !== 'diverged' || watched === undefined) continue;
    const { database, name } = watched;
    repair.noteTarget(table, { database, name, target: await dialect.readTarget(server, database, name, signal) });
  }
}

async function discover(
  app: INestApplicationContext,
  { migration, tables: requested }: ChosenPart,
  signal: AbortSignal,
): Promise<Work> {
  const tables = app.get(TablesService, find);
  try {
    const catalog = await tables.discover(migration, signal);
    if (catalog.unmatched.length > 0 && requested === null)
      throw new CannotRun(
        `${catalog.unmatched.map(({ fault }) => fault).join('; ')}: what was meant would not be looked at; ` +
          'correct the configuration, or name what to verify with --table',
      );
    return workOf(catalog, requested);
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'RIGHT_MISSING') throw new NothingReadable(error.message);
    throw error;
  }
}

function workOf(
  { tables: watched, unseen, skipped, notLookedAt }: TableCatalog,
  requested: readonly string[] | null,
): Work {
  const tables = chooseWork(watched, requested);
  const asked = new Set(tables);
  const others = watched.filter((table) => !asked.has(table)).map(({ id }) => id);
  return {
    ...{ tables, notLookedAt, unseen: requested === null ? unseen : [] },
    skipped: skippedTables({ ...skipped, 'not-asked-for': others }),
  };
}

/** The same promise, which rejects as soon as the signal is aborted. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
  ]);
}
