import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock.js';
import { OperationalError } from '../../../platform/failures.js';
import { VerificationStore } from '../../store/verification.store.js';
import { TablesService, type WatchedTable } from '../../../tables/tables.service.js';
import { LastResults } from '../../results/last-results.js';

/** Until the servers answer after a start, they are asked so often, and for so long. */
const askAgainMs = 500;
const longestReturnMs = 10 * 60_000;

/** The tables that a run may be about. */
@Injectable()
export class RunTables {
  constructor(
    private readonly tables: TablesService,
    private readonly results: LastResults,
    private readonly store: VerificationStore,
    private readonly clock: Clock,
  ) {}

  /** As they were when they were last read; none before that. */
  lastKnown(migration: string): readonly WatchedTable[] {
    return this.tables.snapshot(migration)?.tables ?? [];
  }

  /**
   * As they are now, and what is known of others is forgotten; as they were last known when a side cannot be read, so that
   * each gets its verdict and reason. Rejects with OperationalError TABLES_UNKNOWN when they never were.
   */
  async now(migration: string): Promise<readonly WatchedTable[]> {
    try {
      const { tables } = await this.tables.discover(migration);
      const ids = tables.map(({ id }) => id);
      await this.results.keepOnly(migration, ids);
      await this.store.keepOnly(migration, ids);
      return tables;
    } catch (error) {
      const known = this.tables.snapshot(migration);
      if (known !== null) return known.tables;
      const reason = error instanceof Error ? error.message : String(error);
      throw new OperationalError('TABLES_UNKNOWN', `The tables to compare are not known yet: ${reason}`, {
        cause: error,
      });
    }
  }

  /** When they can be read again. Rejects when that takes too long, or is not wanted any more. */
  async onceReadable(migration: string, signal: AbortSignal): Promise<readonly WatchedTable[]> {
    const deadlineMs = this.clock.monotonicMs() + longestReturnMs;
    for (;;) {
      signal.throwIfAborted();
      try {
        return (await this.tables.discover(migration)).tables;
      } catch (error) {
        if (this.clock.monotonicMs() > deadlineMs) throw error;
        await pause(askAgainMs, undefined, { signal });
      }
    }
  }
}
