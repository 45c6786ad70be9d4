import { Inject, Injectable } from '@nestjs/common';
import type { BinlogRetention, EvidenceSection } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { inWords } from '../checks/texts/in-words.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../evidence/gauge.js';
import { lightIntervalMs } from '../evidence/measuring-service.js';
import { binlogRetentionCheck } from './binlog-retention.check.js';
import { BinlogRetentionService } from './binlog-retention.service.js';
import { keptText, worstBehind } from './spare-time.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** null: not measured yet. */
    'binlog-retention': BinlogRetention | null;
  }
}

/** How long the source keeps its binary logs, as evidence. */
@Injectable()
export class BinlogRetentionEvidence implements EvidenceSource<'binlog-retention'> {
  readonly name = 'binlog-retention';
  readonly engines = ['mariadb', 'mysql'] as const;
  readonly section = 'binlog-retention';
  readonly checks = [binlogRetentionCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly retention: BinlogRetentionService,
    private readonly registry: EvidenceRegistry,
  ) {
    this.changes = retention.changes;
    // Variables, which cost the source nothing; whoever has changed one waits to see it.
    this.measuring = {
      measure: (migration, signal) => retention.measure(migration, signal),
      intervalMs: lightIntervalMs,
      needs: 'source',
    };
    this.gauges = [
      {
        name: 'cutover_source_binlog_retention_seconds',
        help: 'How long the source keeps its binary logs; +Inf: for ever (absent: unknown)',
        labels: ['migration'],
        read: () => migrations.map(({ name }): Series => [{ migration: name }, secondsOf(retention.snapshot(name))]),
      },
    ];
    registry.add(this);
  }

  forget(migration: string): void {
    this.retention.forget(migration);
  }

  snapshot(migration: string): BinlogRetention | null {
    return this.retention.snapshot(migration);
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> {
    const retention = this.snapshot(migration);
    const worstLag = this.registry.part('worstLag', migration);
    const { seconds: worst, isNow } = worstBehind(worstLag, this.registry.part('lag', migration));
    const kept = retention === null ? null : keptText(retention);
    return {
      label: 'Binlog retention',
      summary: kept === null ? 'unknown' : `Kept ${retention?.isForever ? kept : `for ${kept}`}`,
      explanation:
        'A target that stands still asks the source for the binary logs from where it stopped. If they are deleted by then, replication cannot go on (error 1236), and the target must be built anew.',
      facts: [
        { label: 'The source keeps', value: kept, hint: retention?.reason ?? null },
        {
          label: 'The target was behind by',
          value: worst === null ? null : inWords(worst),
          hint: isNow ? 'now' : worstLag.since === null ? null : 'at worst, in the last 24 h as far as it was measured',
        },
      ],
    };
  }
}

function secondsOf(retention: BinlogRetention | null): number | null {
  if (retention === null) return null;
  return retention.isForever ? Infinity : retention.keptSeconds;
}
