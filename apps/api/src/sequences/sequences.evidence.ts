import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceSection, Sequences } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { lightIntervalMs } from '../evidence/measuring-service.js';
import { sequencesBehindCheck } from './sequences-behind.check.js';
import { SequencesService } from './sequences.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    sequences: Sequences | null;
  }
}

/** Whether sequences of the target go on where those of the source are, as evidence. */
@Injectable()
export class SequencesEvidence implements EvidenceSource<'sequences'> {
  readonly name = 'sequences';
  readonly engines = ['postgres'] as const;
  readonly section = 'sequences';
  readonly checks = [sequencesBehindCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly sequences: SequencesService,
    registry: EvidenceRegistry,
  ) {
    this.changes = sequences.changes;
    this.measuring = {
      measure: (migration, signal) => sequences.measure(migration, signal),
      // Soon: in the freeze somebody has run the script, and waits to see it.
      intervalMs: lightIntervalMs,
      needs: 'nothing',
    };
    const watched = migrations.filter(({ engine }) => engine === 'postgres').map(({ name }) => name);
    this.gauges = [
      {
        name: 'cutover_sequences_not_set',
        help: 'Sequences of the target that would give out numbers that are in use, or are missing (absent: unknown)',
        labels: ['migration'],
        read: () => watched.map((migration): Series => [{ migration }, notSet(sequences.snapshot(migration))]),
      },
    ];
    registry.add(this);
  }

  forget(migration: string): void {
    this.sequences.forget(migration);
  }

  snapshot(migration: string): Sequences | null {
    return this.sequences.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    const isKnown = told !== null && told.compared !== null;
    const fact = (label: string, number: number | null, hint: string | null = null) => ({
      ...{ label, hint },
      value: isKnown && number !== null ? String(number) : null,
    });
    return {
      label: 'Sequences',
      ...(isKnown
        ? {
            download: { file: 'sequences.sql', path: `/api/migrations/${encodeURIComponent(migration)}/sequences.sql` },
          }
        : {}),
      summary: summaryOf(told),
      explanation:
        'Replication carries rows, and not the sequences that their keys come from: each has to be set on the target before it takes writes. One that is ahead does no harm, so that it can be done before the freeze.',
      facts: [
        fact('Sequences of the source', told?.compared ?? null, told?.reason ?? null),
        fact('Behind', told?.counts.behind ?? null, 'Set them with sequences.sql'),
        fact('Next number is in use', told?.counts['in-use'] ?? null),
        fact('Missing on the target', told?.counts.missing ?? null),
        fact('Not readable', told?.counts.unknown ?? null),
      ],
    };
  }
}

function summaryOf(told: Sequences | null): string {
  if (told === null || told.compared === null) return 'unknown';
  const count = notSet(told);
  if (count === null) return `${told.counts.unknown} not readable`;
  if (count > 0) return `${count} of ${told.compared} to be set`;
  return told.compared === 0 ? 'There are none' : 'All are set';
}

/** Beside sequences that could not be read a 0 would be taken for good. */
function notSet(told: Sequences | null): number | null {
  if (told === null || told.compared === null) return null;
  const { behind, missing, unknown, 'in-use': inUse } = told.counts;
  const count = behind + missing + inUse;
  return count === 0 && unknown > 0 ? null : count;
}
