import type { SwitchVerdict } from '@cutover/contracts';
import type { Clock } from '../platform/clock.js';

/**
 * The last answer of readiness that was heard, by migration. It counts for a time only: where nobody judges any more, the answer of then
 * says nothing of now. A machine that slept counts that time too.
 */
export class HeardVerdicts {
  private readonly heard = new Map<string, { verdict: () => SwitchVerdict; untilMs: number }>();

  constructor(private readonly clock: Clock) {}

  /**
   * `verdict`: worked out only where somebody asks, and the same whenever that is. `countsForMs`: another one is heard well within that
   * time, as long as somebody judges.
   */
  hear(migration: string, verdict: () => SwitchVerdict, countsForMs: number): void {
    this.heard.set(migration, { verdict, untilMs: this.clock.bootMs() + countsForMs });
  }

  /** null: none was heard, or not for too long. */
  current(migration: string): SwitchVerdict | null {
    const heard = this.heard.get(migration);
    return heard === undefined || this.clock.bootMs() > heard.untilMs ? null : heard.verdict();
  }
}
