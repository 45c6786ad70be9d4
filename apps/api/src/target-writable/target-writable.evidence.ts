import { Injectable } from '@nestjs/common';
import type { EvidenceFact, EvidenceSection, TargetWritable, TargetWriters } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import type { Evidence } from '../evidence/evidence.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import { lightIntervalMs } from '../evidence/measuring-service.js';
import { TargetWritableService } from './target-writable.service.js';
import { targetWritableCheck } from './target-writable.check.js';
import { unseenWritesCheck } from './unseen-writes.check.js';
import { writersText } from './writers-text.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. `unseenWritesUntil`: see TargetWritableService. */
    'target-writable': (TargetWritable & { unseenWritesUntil: string | null }) | null;
  }
}

/** Who may write to the target beside replication, as evidence. */
@Injectable()
export class TargetWritableEvidence implements EvidenceSource<'target-writable'> {
  readonly name = 'target-writable';
  readonly section = 'target-writable';
  readonly checks = [targetWritableCheck, unseenWritesCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges = [];

  constructor(
    private readonly writable: TargetWritableService,
    registry: EvidenceRegistry,
  ) {
    this.changes = writable.changes;
    this.measuring = {
      measure: (migration, signal) => writable.measure(migration, signal),
      // Soon: while a guard that was turned off is taken for on, a write may go unseen.
      intervalMs: lightIntervalMs,
      needs: 'target',
    };
    registry.add(this);
  }

  forget(migration: string): void {
    this.writable.forget(migration);
  }

  snapshot(migration: string): Evidence['target-writable'] {
    const told = this.writable.snapshot(migration);
    return told && { ...told, unseenWritesUntil: this.writable.unseenWritesUntil(migration) };
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    return {
      label: 'Writes on the target',
      summary: summaryOf(told),
      explanation:
        'Until the application moves, only replication may write to the target: whatever else is written there makes it differ from the source.',
      facts: told === null ? [] : factsOf(told),
    };
  }
}

function summaryOf(told: TargetWritable | null): string {
  if (told === null || told.guard === null) return 'unknown';
  if (told.guard !== 'none') return `Refused (${told.guardText})`;
  return told.writers?.total === 0 ? 'No account may write' : 'Not refused';
}

function factsOf(told: TargetWritable): EvidenceFact[] {
  const { guardText, writers, administrators, isLogged, unloggedBecause, grant, reason } = told;
  const text = (who: TargetWriters | null): string | null => who && writersText(who);
  const hint = writers === null ? (reason ?? (grant === null ? null : `To see it, if you like: ${grant}`)) : null;
  return [
    ...(guardText === null ? [] : [{ label: 'Setting', value: guardText, hint: null }]),
    { label: 'Accounts that may write', value: text(writers), hint },
    { label: 'Administrators that may', value: text(administrators), hint: null },
    {
      label: 'A write would be seen',
      value: isLogged === null ? null : isLogged ? 'at once, by its GTID' : 'by the next comparison of its table only',
      hint: unloggedBecause,
    },
  ];
}
