import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { SkippedTables } from '@cutover/contracts';
import { messageOf } from '../../../failures/message-of.js';
import { Clock } from '../../../platform/clock.js';
import { OperationalError } from '../../../failures/failures.js';
import { VerificationStore } from '../../store/verification.store.js';
import { TablesService, type WatchedTable } from '../../../tables/tables.service.js';
import { LastResults } from '../../results/last-results.js';

/** How often, and for how long, the servers are asked after a start until they answer. */
const askAgainMs = 500;
const longestReturnMs = 10 * 60_000;

/** The tables that a run may compare. */
@Injectable()
export class RunTables {
  constructor(
    private readonly tables: TablesService,
    private readonly results: LastResults,
    private readonly store: VerificationStore,
    private readonly clock: Clock,
  ) {}

  /** The tables as they were last read; none before that. */
  lastKnown(migration: string): readonly WatchedTable[] {
    return this.tables.snapshot(migration)?.tables ?? [];
  }

  /** What of the selection is not compared, as it was last read. */
  skipped(migration: string): SkippedTables[] {
    return this.tables.skipped(migration);
  }

  /**
   * Reads the tables as they are now, and forgets the results of others. When a side cannot be read, answers the last
   * known ones, so that each gets its verdict and reason. Rejects with OperationalError TABLES_UNKNOWN when there are
   * none.
   */
  async now(migration: string): Promise<readonly WatchedTable[]> {
    try {
      const { tables, unseen } = await this.tables.discover(migration);
      // What the account may not see may still be there.
      if (unseen.length > 0) return tables;
      const ids = tables.map(({ id }) => id);
      await this.results.keepOnly(migration, ids);
      await this.store.keepOnly(migration, ids);
      return tables;
    } catch (error) {
      const known = this.tables.snapshot(migration);
      if (known !== null) return known.tables;
      const reason = messageOf(error);
      throw new OperationalError('TABLES_UNKNOWN', `The tables to compare are not known yet: ${reason}`, {
        cause: error,
      });
    }
  }

  /** Waits until the tables can be read. Rejects when that takes too long, or when aborted. */
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
