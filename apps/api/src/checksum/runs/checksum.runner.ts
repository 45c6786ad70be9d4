import { Injectable, Logger } from '@nestjs/common';
import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import { Clock } from '../../platform/clock.js';
import { ProofService } from '../../proof/proof.service.js';
import type { WatchedTable } from '../../tables/tables.service.js';
import type { ComparisonFrame } from '../comparison/comparison-frame.js';
import { ExactChecksum } from '../comparison/exact-checksum.js';
import type { PreparedRun } from './run-preparation.js';
import { ended, withCurrent, withResult } from './run-progress.js';

/** Who wants to know what a run does. */
export interface RunObserver {
  /** Every change of the run up to its last table; its end is what `execute` resolves to. */
  onProgress(run: ChecksumRun): Promise<void>;
  /** Each result, as soon as it is there: what is done survives a crash. */
  onResult(result: ChecksumResult): Promise<void>;
  /** What the run works with. */
  prepared: PreparedRun;
}

/** Reason of the signal that ends a run: what the run then is, and why. */
export class RunEnd extends Error {
  constructor(
    readonly state: 'cancelled' | 'interrupted' | 'finished',
    message: string,
  ) {
    super(message);
  }
}

/** The loop: one table after the other, both sides at once, so that a run never costs a server more than one scan at a time. */
@Injectable()
export class ChecksumRunner {
  private readonly logger = new Logger(ChecksumRunner.name);

  constructor(
    private readonly engine: ExactChecksum,
    private readonly proof: ProofService,
    private readonly clock: Clock,
  ) {}

  /** Runs until the last table or until `signal` is aborted; never rejects: how it ended is in the run. */
  async execute(
    first: ChecksumRun,
    tables: readonly WatchedTable[],
    signal: AbortSignal,
    observer: RunObserver,
  ): Promise<ChecksumRun> {
    const { prepared } = observer;
    const patience = this.proof.patience();
    const frame: ComparisonFrame = { migration: first.migration, patience, signal, hooks: prepared.hooks };
    let run = first;
    const report = (next: ChecksumRun): Promise<void> => observer.onProgress((run = next));
    try {
      for (const table of tables) {
        signal.throwIfAborted();
        await report(withCurrent(run, table.id));
        const startedAt = await prepared.begin(table.id);
        const result = { ...(await this.compare(table, frame)), startedAt };
        // Asked for together, so that the store writes both in one transaction.
        await Promise.all([observer.onResult(result), prepared.finish()]);
        await report(withResult(run, result));
      }
      return ended(run, 'finished', null, this.clock.nowIso());
    } catch (error) {
      const end = signal.reason instanceof RunEnd ? signal.reason : null;
      const state = end?.state ?? (signal.aborted ? 'cancelled' : 'failed');
      if (state === 'failed') this.logger.error({ err: error, migration: run.migration, run: run.id }, 'A run failed');
      return ended(run, state, end?.message ?? messageOf(error), this.clock.nowIso());
    }
  }

  private async compare(table: WatchedTable, frame: ComparisonFrame): Promise<Omit<ChecksumResult, 'startedAt'>> {
    const startedMs = this.clock.monotonicMs();
    const { finding } = await this.engine.verifyTable(table, frame);
    return {
      table: table.id,
      ...finding,
      finishedAt: this.clock.nowIso(),
      durationMs: Math.round(this.clock.monotonicMs() - startedMs),
    };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
