import { isDeepStrictEqual } from 'node:util';
import { Subject, type Observable } from 'rxjs';
import type { EvidenceChange } from './evidence-source.js';

/**
 * What was last measured of each migration. Nearly always it is as it was, and with hundreds of migrations nobody should judge
 * and send that every ten seconds: `changes` tells only of what is new. The time of the measurement moves on in silence.
 */
export class LastMeasured<Told extends { measuredAt: string }> {
  private readonly measured = new Map<string, Told>();
  private readonly changed = new Subject<EvidenceChange>();
  readonly changes: Observable<EvidenceChange> = this.changed.asObservable();

  /** null: not measured yet. */
  get(migration: string): Told | null {
    return this.measured.get(migration) ?? null;
  }

  /** Nothing is known until the next measurement, which is news. */
  forget(migration: string): void {
    this.measured.delete(migration);
  }

  set(migration: string, told: Told): void {
    const before = this.measured.get(migration);
    this.measured.set(migration, told);
    const isNew = before === undefined || !isDeepStrictEqual({ ...before, measuredAt: told.measuredAt }, told);
    if (isNew) this.changed.next({ migration });
  }
}
