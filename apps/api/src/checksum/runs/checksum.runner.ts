import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { messageOf } from '../../failures/message-of.js';
import { Clock } from '../../platform/clock.js';
import { ProofService } from '../../proof/proof.service.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import type { ComparisonFrame } from '../comparison/comparison-frame.js';
import { ExactChecksum, type TableVerification } from '../comparison/exact-checksum.js';
import { isDisturbedByDdl } from '../comparison/prove-definitions.js';
import { Throttle } from '../load/throttle.js';
import { isProof } from '../results/last-proof.js';
import { RunEnd } from './run-ends.js';
import { runHooks, type RunTerms } from './run-hooks.js';
import { RunPace } from './progress/run-pace.js';
import { ended, withCurrent, withResult } from './progress/run-progress.js';
import { recheckFirst, recheckHooks } from './recheck-first.js';
import type { RunRecord } from './run-record.js';
import { minutesText, SideWait } from './side-wait.js';

/** So often one table is begun again because a side was lost. One that is lost every time is told by its reason. */
const mostLosses = 3;
/** Longer than a link waits before it calls a server down whose connection was cut. */
const lossSettlesMs = 1_500;

/** Hears how far a run is. */
export interface RunObserver {
  /** When a table begins or ends. The end of the run is not reported: `execute` resolves with it. */
  onProgress(run: ChecksumRun): Promise<void>;
  /** At each chunk and pause, so often. `isUrgent`: a pause begins or ends. */
  onPace(run: ChecksumRun, isUrgent: boolean): void;
}

/** What makes one run differ from another. */
export interface RunWork {
  record: RunRecord;
  terms: RunTerms;
  observer: RunObserver;
}

/** What the comparison of one table needs beside its frame. */
interface VerifyParts {
  /** Set when a side did not answer. */
  loss: { isSeen: boolean };
  record: RunRecord;
  /** False: one is still away, and the run goes on without. */
  waitForSides(): Promise<boolean>;
}

/**
 * The one loop over tables, of the service and of the command line. It compares one table after the other, so a run
 * never costs a server more than one table at a time. It knows no store: see RunRecord.
 */
@Injectable()
export class ChecksumRunner {
  private readonly logger = new Logger(ChecksumRunner.name);

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly comparison: ExactChecksum,
    private readonly proof: ProofService,
    private readonly throttle: Throttle,
    private readonly sides: SideWait,
    private readonly clock: Clock,
  ) {}

  /** Compares the tables until the last one, or until `signal` is aborted. Never rejects: the run says how it ended. */
  async execute(
    first: ChecksumRun,
    tables: readonly WatchedTable[],
    signal: AbortSignal,
    { record, terms, observer }: RunWork,
  ): Promise<ChecksumRun> {
    const pace = new RunPace();
    let run = first;
    const report = (next: ChecksumRun): Promise<void> => observer.onProgress((run = next));
    const nowMs = (): number => this.clock.monotonicMs();
    const hooks = runHooks({
      ...{ migration: run.migration, terms, record, pace, throttle: this.throttle },
      ...{ settings: this.config.verification, nowMs },
      onPace: (isUrgent) => observer.onPace({ ...run, ...pace.at(nowMs()) }, isUrgent),
    });
    // One for all tables: a barrier belongs to its frame.
    const loss = { isSeen: false };
    const onSideLost = (): void => void (loss.isSeen = true);
    const frame: ComparisonFrame = {
      ...{ migration: run.migration, patience: this.proof.patience(), signal, hooks, onSideLost },
    };
    const look = { ...frame, hooks: recheckHooks(hooks, terms.budget) };
    let longestMs = terms.sides.longestWaitMs;
    const waitForSides = async (table: string | null): Promise<boolean> => {
      const onWait = (reason: string | null): void => {
        const isNews = pace.pause(table, reason);
        observer.onPace({ ...run, ...pace.at(nowMs()) }, isNews);
      };
      const away = await this.sides.untilBothAnswer(run.migration, { longestMs, signal, onWait });
      const { endWithout, longestWaitMs } = terms.sides;
      if (away !== null && endWithout !== null) throw endWithout(`${away} for ${minutesText(longestWaitMs)}`);
      // One wait in vain is enough for a run that goes on without.
      if (away !== null) longestMs = 0;
      return away === null;
    };
    try {
      const ordered = await recheckFirst(tables, {
        record,
        compare: async (table, only) => {
          signal.throwIfAborted();
          pace.begin();
          await waitForSides(null);
          await report(withCurrent(run, table.id));
          look.hooks.only = only;
          const verified = await this.verify(table, look, { loss, record, waitForSides: () => waitForSides(table.id) });
          return verified.finding;
        },
      });
      for (const table of ordered) {
        signal.throwIfAborted();
        pace.begin();
        await waitForSides(null);
        await report(withCurrent(run, table.id));
        const startedAt = await record.begin(table.id);
        const startedMs = nowMs();
        const verified = await this.verify(table, frame, { loss, record, waitForSides: () => waitForSides(table.id) });
        const result = this.resultOf(table, verified, { startedAt, startedMs });
        pace.begin();
        await record.finish(result, verified.differences);
        await report(withResult(run, result));
      }
      return ended(run, 'finished', null, this.clock.nowIso());
    } catch (error) {
      const end = [signal.reason, error].find((each) => each instanceof RunEnd) ?? null;
      const state = end?.state ?? (signal.aborted ? 'cancelled' : 'failed');
      if (end === null && state === 'failed')
        this.logger.error({ err: error, migration: run.migration, run: run.id }, 'A run failed');
      return ended(run, state, end?.message ?? messageOf(error), this.clock.nowIso());
    }
  }

  /** Compares one table, and again when a side was lost meanwhile: what was proved of it by then is gone on with. */
  private async verify(
    table: WatchedTable,
    frame: ComparisonFrame,
    { loss, record, waitForSides }: VerifyParts,
  ): Promise<TableVerification> {
    for (let losses = 0; ; losses++) {
      loss.isSeen = false;
      const verified = await this.undisturbed(table, frame, record);
      const isLost = loss.isSeen || this.sides.isAway(frame.migration);
      if (isProof(verified.finding) || !isLost || losses >= mostLosses) return verified;
      // A connection that was cut a moment ago may be the first sign of a server that is down.
      await pause(lossSettlesMs, undefined, { signal: frame.signal });
      if (!(await waitForSides())) return verified;
    }
  }

  /** DDL is seldom followed by more DDL, so what it disturbed is compared once more at once. */
  private async undisturbed(
    table: WatchedTable,
    frame: ComparisonFrame,
    record: RunRecord,
  ): Promise<TableVerification> {
    const first = await this.comparison.verifyTable(table, frame);
    if (!isDisturbedByDdl(first.finding)) return first;
    await record.forget();
    return this.comparison.verifyTable(table, frame);
  }

  private resultOf(
    table: WatchedTable,
    { finding }: TableVerification,
    { startedAt, startedMs }: { startedAt: string; startedMs: number },
  ): ChecksumResult {
    return {
      table: table.id,
      ...finding,
      startedAt,
      finishedAt: this.clock.nowIso(),
      durationMs: Math.round(this.clock.monotonicMs() - startedMs),
    };
  }
}
