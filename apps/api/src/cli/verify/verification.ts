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
import { verdictOf, type VerifyReport } from './verify-report.js';

/** Lets `app.get` find providers of every module. */
const find = { strict: false } as const;

/** What one verification is asked to do, and with what. */
export interface VerificationFrame {
  config: CutoverConfig;
  migration: string;
  options: VerifyOptions;
  status: StatusLine;
  repair: RepairCollection | null;
  signal: AbortSignal;
}

/** What one verification has to do, and what is left out of it. */
interface Work extends Pick<VerifyReport, 'unseen' | 'skipped' | 'notLookedAt'> {
  tables: readonly WatchedTable[];
}

/** The account may not list the tables of a watched database. The message says which GRANT is missing. */
export class NothingReadable extends Error {}

/**
 * Connects, compares and disconnects. No statement is left on the servers when this resolves or rejects. Rejects with
 * CannotRun, with NothingReadable when an account may not read the tables, or when aborted.
 */
export async function verify(frame: VerificationFrame): Promise<VerifyReport> {
  const app = await NestFactory.createApplicationContext(VerifyModule.forRoot(frame.config), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await within(app, frame);
  } finally {
    await app.close();
  }
}

async function within(app: INestApplicationContext, frame: VerificationFrame): Promise<VerifyReport> {
  const { config, migration, signal, status } = frame;
  const connections = app.get(ConnectionsService, find);
  const clock = app.get(Clock, find);
  await abortable(awaitSides(connections, migration), signal);
  const work = await discover(app, frame);
  const { tables } = work;
  const dialect = comparisonDialectOf(config, migration);
  const estimates = await estimateRows(dialect, connections.get(migration, 'source'), tables, signal);
  const tracker = new ProgressTracker(estimates, clock.monotonicMs());
  const display = new ProgressDisplay(status, () => tracker.at(clock.monotonicMs()));
  try {
    const report = await compareAll(app, frame, work, tracker);
    await noteTargets(frame, tables, report, connections.get(migration, 'target'));
    return report;
  } finally {
    display.end();
  }
}

/** Runs the runner of the service once, with a record in memory, and watches the pair meanwhile. */
async function compareAll(
  app: INestApplicationContext,
  { config, migration, options, repair, signal }: VerificationFrame,
  { tables, unseen, skipped, notLookedAt }: Work,
  tracker: ProgressTracker,
): Promise<VerifyReport> {
  const clock = app.get(Clock, find);
  const source = app.get(ConnectionsService, find).get(migration, 'source');
  const longValues = comparisonDialectOf(config, migration).repair.longValues(source, signal);
  const nowIso = (): string => clock.nowIso();
  const intervalMs = config.monitoring.intervalSeconds * 1000;
  const watch = new PairWatch(app.get(PairHistoryService, find), { migration, intervalMs, nowIso, signal });
  const record = new VerifyRecord(repair && { collection: repair, longValues }, nowIso, (table) => watch.begin(table));
  const about = { id: randomUUID(), migration, trigger: 'request', tables: tables.length } as const;
  const first = newRun({ ...about, now: nowIso() });
  const last = await watch.during(() =>
    app.get(ChecksumRunner, find).execute(first, tables, signal, {
      record,
      terms: verifyTerms(options.loadShare, () => clock.monotonicMs()),
      observer: { onProgress: async (run) => tracker.note(run), onPace: (run) => tracker.note(run) },
    }),
  );
  if (last.state !== 'finished') {
    signal.throwIfAborted();
    throw new Error(last.reason ?? 'the verification did not finish');
  }
  const results = last.results.map((result) => watch.judged(result));
  const isVoid = new Set(results.flatMap(({ table, voided }) => (voided ? [table] : [])));
  const { engine } = findMigration(config, migration);
  return {
    ...{ migration, verdict: verdictOf({ tables: results, unseen }), tables: results, unseen },
    ...{ skipped, notLookedAt },
    differences: record.differences.filter(({ table }) => !isVoid.has(table)),
    firstPosition: firstPositionOf(results, engines[engine].positions.count),
  };
}

/** Reads what the repair script must know of the target, while it is still connected. */
async function noteTargets(
  { config, migration, repair, signal }: VerificationFrame,
  tables: readonly WatchedTable[],
  { tables: results }: VerifyReport,
  server: ServerConnection,
): Promise<void> {
  if (repair === null) return;
  const dialect = comparisonDialectOf(config, migration).repair;
  for (const { table, verdict } of results) {
    const watched = tables.find(({ id }) => id === table);
    if (verdict !== 'diverged' || watched === undefined) continue;
    const { database, name } = watched;
    repair.noteTarget(table, { database, name, target: await dialect.readTarget(server, database, name, signal) });
  }
}

async function discover(
  app: INestApplicationContext,
  { migration, options, signal }: VerificationFrame,
): Promise<Work> {
  const tables = app.get(TablesService, find);
  try {
    const catalog = await tables.discover(migration, signal);
    if (catalog.unmatched.length > 0 && options.tables === null)
      throw new CannotRun(
        `${catalog.unmatched.map(({ fault }) => fault).join('; ')}: what was meant would not be looked at; ` +
          'correct the configuration, or name what to verify with --table',
      );
    return workOf(catalog, options.tables);
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

/** The position of a table is that of its earliest range; tables come in the order in which they ended. */
function firstPositionOf(results: readonly ChecksumResult[], count: (position: string) => bigint): string | null {
  const known = results.flatMap(({ position }) => position ?? []);
  return known.reduce<string | null>(
    (first, each) => (first === null || count(each) < count(first) ? each : first),
    null,
  );
}
