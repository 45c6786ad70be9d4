import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { LongValues } from '../../checksum/dialects/mysql-family/repair/long-values.js';
import { readRepairTarget } from '../../checksum/dialects/mysql-family/repair/repair-target.js';
import { ExactChecksum } from '../../checksum/comparison/exact-checksum.js';
import { Throttle } from '../../checksum/load/throttle.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import type { ServerConnection } from '../../connections/server-connection.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { OperationalError } from '../../platform/failures.js';
import { ProofService } from '../../proof/proof.service.js';
import { TablesService, type WatchedTable } from '../../tables/tables.service.js';
import type { StatusLine } from '../command.js';
import { awaitSides } from './await-sides.js';
import { chooseWork, estimateRows } from './choose-work.js';
import { compareTables } from './compare-tables.js';
import { ProgressDisplay } from './progress-display.js';
import { ProgressTracker } from './progress-tracker.js';
import type { RepairCollection } from './repair-collection.js';
import { CannotRun, type VerifyOptions } from './verify-options.js';
import { verifyHooks } from './verify-hooks.js';
import { VerifyModule } from './verify.module.js';
import type { VerifyReport } from './verify-report.js';

/** All that one verification needs from outside. */
export interface VerificationFrame {
  config: CutoverConfig;
  migration: string;
  options: VerifyOptions;
  status: StatusLine;
  repair: RepairCollection | null;
  signal: AbortSignal;
}

/** Nobody but this may read the tables' catalog on an account without rights: what is said of them then. */
export class NothingReadable extends Error {}

/**
 * Connects, compares, hangs up; every statement on the servers is ended before it resolves or rejects. Rejects with
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
  const { migration, signal, status } = frame;
  const find = { strict: false } as const;
  const connections = app.get(ConnectionsService, find);
  const clock = app.get(Clock, find);
  await abortable(awaitSides(connections, migration), signal);
  const tables = await discover(app, frame);
  const tracker = new ProgressTracker(await estimateRows(connections, migration, tables, signal), clock.monotonicMs());
  const display = new ProgressDisplay(status, () => tracker.at(clock.monotonicMs()));
  try {
    const { workers, showValues } = frame.config.verification;
    const hooks = verifyHooks({
      ...{ migration, tracker, clock, repair: frame.repair, throttle: app.get(Throttle) },
      ...{ loadShare: frame.options.loadShare, workers, showValues },
      longValues: new LongValues(connections.get(migration, 'source'), signal),
    });
    const patience = app.get(ProofService, find).patience();
    const engine = app.get(ExactChecksum);
    const report = await compareTables(tables, { migration, patience, signal, hooks }, { engine, clock }, tracker);
    if (frame.repair !== null)
      await noteTargets(tables, report, connections.get(migration, 'target'), frame.repair, signal);
    return report;
  } finally {
    display.end();
  }
}

async function noteTargets(
  tables: readonly WatchedTable[],
  { tables: results }: VerifyReport,
  target: ServerConnection,
  repair: RepairCollection,
  signal: AbortSignal,
): Promise<void> {
  for (const { table, verdict } of results) {
    const watched = tables.find(({ id }) => id === table);
    if (verdict !== 'diverged' || watched === undefined) continue;
    const { database, name } = watched;
    repair.noteTarget(table, { database, name, target: await readRepairTarget(target, database, name, signal) });
  }
}

async function discover(app: INestApplicationContext, frame: VerificationFrame): Promise<WatchedTable[]> {
  const tables = app.get(TablesService, { strict: false });
  try {
    const catalog = await tables.discover(frame.migration, frame.signal);
    if (catalog.emptyDatabases.length > 0 && frame.options.tables === null)
      throw new CannotRun(
        `databases: ${catalog.emptyDatabases.join(', ')}: no table on either side, so nothing would be proved; correct the configuration`,
      );
    return chooseWork(catalog.tables, frame.options.tables);
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'RIGHT_MISSING') throw new NothingReadable(error.message);
    throw error;
  }
}

/** The same promise, given up as soon as the signal says so. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return Promise.race([
    work,
    new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    ),
  ]);
}
