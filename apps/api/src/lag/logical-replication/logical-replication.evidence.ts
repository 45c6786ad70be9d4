import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceFact, EvidenceSection, LogicalReplication, SourceLog } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { bytesText } from '../../checks/texts/amounts-text.js';
import { inWords } from '../../checks/texts/in-words.js';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../../evidence/evidence-source.js';
import type { ScrapedGauge } from '../../evidence/gauge.js';
import { lightIntervalMs } from '../../evidence/measuring-service.js';
import { replicationLimitsCheck } from './checks/replication-limits.check.js';
import { sourceDiskCheck } from './checks/source-disk.check.js';
import { LogicalReplicationService } from './logical-replication.service.js';
import { replicationGauges } from './replication-gauges.js';

declare module '../../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    'logical-replication': LogicalReplication | null;
  }
}

/** Slots, log, workers and origins of both servers, as evidence. */
@Injectable()
export class LogicalReplicationEvidence implements EvidenceSource<'logical-replication'> {
  readonly name = 'logical-replication';
  readonly engines = ['postgres'] as const;
  readonly section = 'logical-replication';
  readonly checks = [sourceDiskCheck, replicationLimitsCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly replication: LogicalReplicationService,
    registry: EvidenceRegistry,
  ) {
    this.changes = replication.changes;
    this.measuring = {
      measure: (migration, signal) => replication.measure(migration, signal),
      intervalMs: lightIntervalMs,
      needs: 'nothing',
    };
    this.gauges = replicationGauges(
      migrations.filter(({ engine }) => this.engines.some((each) => each === engine)),
      (migration) => replication.snapshot(migration),
    );
    registry.add(this);
  }

  forget(migration: string): void {
    this.replication.forget(migration);
  }

  snapshot(migration: string): LogicalReplication | null {
    return this.replication.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const told = this.snapshot(migration);
    return {
      label: 'Slots and log of the source',
      summary: summaryOf(told?.log ?? null),
      explanation:
        'The source keeps its write-ahead log until every slot has read it. A slot that stands still fills the disk, and a full disk stops the source. Slots of other tools are shown, and never touched.',
      facts: told === null ? [] : factsOf(told),
    };
  }
}

function summaryOf(log: SourceLog | null): string {
  if (log === null) return 'unknown';
  const { disk } = log;
  if (disk.kind === 'full-in') return disk.seconds === null ? 'unknown' : `Full in ${inWords(disk.seconds)}`;
  return `${bytesText(log.retainedBytes ?? 0)} kept`;
}

const forecasts = {
  'full-in': 'at the present rate',
  steady: 'the log that is kept does not grow',
  limited: 'max_slot_wal_keep_size comes first',
  unknown: 'the free space, or the rate, is not known',
} as const;

function factsOf({ log, own, slots, reasons }: LogicalReplication): EvidenceFact[] {
  const perSecond = (bytes: number | null | undefined): string | null =>
    bytes == null ? null : `${bytesText(Math.max(0, bytes))}/s`;
  const others = slots.filter(({ owner }) => owner === 'other').length;
  const disk = log?.disk;
  return [
    {
      label: 'End of the log',
      value: log?.position ?? null,
      hint: log === null ? (reasons[0] ?? null) : `${perSecond(log.writtenBytesPerSecond) ?? 'unknown rate'} written`,
    },
    {
      label: 'Behind, all subscriptions',
      value: own.behindBytes === null ? null : bytesText(Number(own.behindBytes)),
      hint: own.furthestBehind === null ? null : `most of it: ${own.furthestBehind}`,
    },
    {
      label: 'Slots',
      value: log === null ? null : String(slots.length),
      hint: others === 0 ? null : `${others} of other tools`,
    },
    {
      label: 'Disk of the source full in',
      value: disk?.kind === 'full-in' && disk.seconds !== null ? inWords(disk.seconds) : (disk?.kind ?? null),
      hint: disk === undefined ? null : forecasts[disk.kind],
    },
  ];
}
