import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceFact, EvidenceSection, ParityArea, ParityAreaState } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { ScrapedGauge } from '../evidence/gauge.js';
import { Clock } from '../platform/clock.js';
import { comparedAreas } from './areas.js';
import type { KnownParity } from './known-parity.js';
import { parityGauges } from './parity-gauges.js';
import { ParityService } from './parity.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** What is not the same beside the rows, by area; without an entry: not compared yet. */
    parity: KnownParity;
  }
}

const titles: Record<ParityArea, string> = {
  schema: 'Schema',
  accounts: 'Accounts',
  variables: 'Variables',
};

/** Equality of everything that is not rows, as evidence. */
@Injectable()
export class ParityEvidence implements EvidenceSource<'parity'> {
  readonly name = 'parity';
  readonly engines = [...new Set(comparedAreas.flatMap(({ engines }) => engines))];
  readonly section = 'parity';
  readonly checks = comparedAreas.flatMap(({ checks }) => checks);
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly parity: ParityService,
    clock: Clock,
    registry: EvidenceRegistry,
  ) {
    this.changes = parity.changes;
    this.measuring = {
      measure: (migration, signal) => parity.measure(migration, signal),
      // Soon after a mend; a large schema is read less often (ParityService).
      intervalMs: ({ intervalSeconds }) => Math.min(6 * intervalSeconds, 300) * 1000,
      needs: 'comparable',
    };
    this.gauges = parityGauges({
      migrations: migrations.filter(({ engine }) => this.engines.includes(engine)).map(({ name }) => name),
      parityOf: (migration) => parity.snapshot(migration),
      nowMs: () => clock.nowMs(),
    });
    registry.add(this);
  }

  forget(migration: string): void {
    this.parity.forget(migration);
  }

  snapshot(migration: string): KnownParity {
    return this.parity.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const states = Object.values(this.snapshot(migration)).map(({ state }) => state);
    return {
      label: 'Parity',
      summary: summaryOf(states),
      explanation:
        'Everything beside the rows that the application meets after the cutover: definitions, code in the database, accounts, settings.',
      facts: [...states.map(factOf), ...lastOf(states)],
    };
  }
}

function summaryOf(states: readonly ParityAreaState[]): string {
  if (states.length === 0) return 'Not compared yet';
  const sum = (count: (state: ParityAreaState) => number): number => states.reduce((all, each) => all + count(each), 0);
  const [differences, blocking] = [sum((state) => state.differences), sum((state) => state.blocking)];
  const unread = sum(({ unknown }) => unknown.length);
  const found =
    differences === 0 ? (unread === 0 ? 'Equal' : 'No difference seen') : `${count(differences, 'difference')}`;
  const blocks = blocking === 0 ? '' : `, ${blocking} ${blocking === 1 ? 'blocks' : 'block'}`;
  return `${found}${blocks}${unread === 0 ? '' : `; ${count(unread, 'part')} could not be read`}`;
}

function factOf({ area, differences, unknown, compared }: ParityAreaState): EvidenceFact {
  const objects = Object.entries(compared).map(([kind, number]) => `${number} ${kind}`);
  const isUnread = Object.keys(compared).length === 0;
  return {
    label: titles[area],
    value: isUnread ? null : count(differences, 'difference'),
    hint: unknown[0]?.reason ?? (isUnread ? null : `Compared: ${objects.join(', ')}`),
  };
}

/** A page that shows the differences asks again when it changes. */
function lastOf(states: readonly ParityAreaState[]): EvidenceFact[] {
  const times = states.map(({ measuredAt }) => measuredAt).sort();
  const last = times.at(-1);
  return last === undefined ? [] : [{ label: 'Last compared', value: last, hint: null }];
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
