import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { ChecksumResult } from '@cutover/contracts';
import type { Subscription } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { Clock, earlier } from '../../platform/clock.js';
import { VerificationStore } from '../store/verification.store.js';
import { voidProof } from '../validity/void-proof.js';
import { LastResults } from './last-results.js';

/** Why a proof is void whose age is not known. */
export const unknownAgeReason =
  'its age is not known, because the clock of this machine was set back while Cutover was stopped: look at the clock';

/**
 * Dates results anew when the wall clock is set back. Otherwise a proof of yesterday would look like one of this hour, and
 * count for longer than it may.
 */
@Injectable()
export class RedatedResults implements OnModuleDestroy {
  private readonly logger = new Logger(RedatedResults.name);
  private readonly subscription: Subscription;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly results: LastResults,
    private readonly store: VerificationStore,
    private readonly clock: Clock,
  ) {
    this.subscription = clock.setBack.subscribe((byMs) => this.redateAll(byMs));
  }

  onModuleDestroy(): void {
    this.subscription.unsubscribe();
  }

  /** Nothing that an earlier process proved can be dated: no proof of it counts, and no comparison is gone on with. */
  async forgetAges(): Promise<void> {
    this.logger.warn('The clock of this machine was set back while Cutover was stopped: every table is verified again');
    const at = this.clock.nowIso();
    for (const { name } of this.config.migrations)
      await this.results.revise(name, (result) =>
        result.verdict === 'matched' ? voidProof(result, { reason: unknownAgeReason, at }) : result,
      );
    await this.store.pruneOpen(endOfTime);
  }

  /** At once in memory, where the next judgement reads it; then in the store. */
  private redateAll(byMs: number): void {
    this.logger.warn(`The clock was set back by ${Math.round(byMs / 1000)} s: what was proved stays as old as it is`);
    for (const { name } of this.config.migrations) {
      void this.results.revise(name, (result) => redated(result, byMs));
      void this.redateOpen(name, byMs);
    }
  }

  /** Comparisons without a result that a later round goes on with. */
  private async redateOpen(migration: string, byMs: number): Promise<void> {
    try {
      for (const open of await this.store.findOpen(migration))
        await this.store.saveComparison({ ...open, startedAt: earlier(open.startedAt, byMs) });
    } catch (error) {
      this.logger.error({ err: error, migration }, 'Comparisons under way could not be dated anew');
    }
  }
}

/** Later than any instant that was noted. */
const endOfTime = '9999-12-31T23:59:59.999Z';

function redated(result: ChecksumResult, byMs: number): ChecksumResult {
  const { lastAttempt, repaired, voided } = result;
  return {
    ...result,
    startedAt: earlier(result.startedAt, byMs),
    finishedAt: earlier(result.finishedAt, byMs),
    ...(lastAttempt ? { lastAttempt: { ...lastAttempt, finishedAt: earlier(lastAttempt.finishedAt, byMs) } } : {}),
    ...(repaired ? { repaired: { ...repaired, since: earlier(repaired.since, byMs) } } : {}),
    ...(voided ? { voided: { ...voided, since: earlier(voided.since, byMs) } } : {}),
  };
}
