import { Inject, Injectable } from '@nestjs/common';
import type { EvidenceSection, Heartbeat } from '@cutover/contracts';
import type { Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import type { EvidenceChange, EvidenceSource, Measuring } from '../../evidence/evidence-source.js';
import type { ScrapedGauge, Series } from '../../evidence/gauge.js';
import { heartbeatWrittenCheck } from './heartbeat-written.check.js';
import { HeartbeatService } from './heartbeat.service.js';

declare module '../../evidence/evidence.js' {
  interface Evidence {
    /** none: no heartbeat is configured. null: no beat was tried yet. */
    heartbeat: Heartbeat | 'none' | null;
  }
}

/** One beat a second: finer than what the servers say themselves, and one small row. */
const everyMs = 1_000;

/** The heartbeat, as evidence. What it says of the lag stands in the lag. */
@Injectable()
export class HeartbeatEvidence implements EvidenceSource<'heartbeat'> {
  readonly name = 'heartbeat';
  readonly engines = ['mariadb', 'mysql'] as const;
  readonly section = 'heartbeat';
  readonly checks = [heartbeatWrittenCheck];
  readonly changes: Observable<EvidenceChange>;
  readonly measuring: Measuring;
  readonly gauges: readonly ScrapedGauge[];

  constructor(
    @Inject(CONFIG) { migrations }: CutoverConfig,
    private readonly heartbeats: HeartbeatService,
    registry: EvidenceRegistry,
  ) {
    this.changes = heartbeats.changes;
    this.measuring = {
      measure: (migration, signal) => heartbeats.measure(migration, signal),
      intervalMs: () => everyMs,
      needs: 'source',
    };
    const gauge = (name: string, help: string, read: (heartbeat: Heartbeat) => number | null): ScrapedGauge => ({
      ...{ name, help, labels: ['migration'] },
      read: () =>
        migrations.map(({ name: migration }): Series => {
          const last = heartbeats.snapshot(migration);
          return [{ migration }, last && read(last)];
        }),
    });
    this.gauges = [
      gauge(
        'cutover_heartbeat_lag_seconds',
        'Age of the oldest heartbeat that the target has not applied (absent: unknown, or none is configured)',
        ({ seconds }) => seconds,
      ),
      gauge(
        'cutover_heartbeat_writing',
        '1 while the heartbeat is written on the source (absent: none is configured)',
        ({ writer }) => (writer === 'writing' ? 1 : 0),
      ),
    ];
    registry.add(this);
  }

  snapshot(migration: string): Heartbeat | 'none' | null {
    return this.heartbeats.isConfigured(migration) ? this.heartbeats.snapshot(migration) : 'none';
  }

  describe(migration: string): Omit<EvidenceSection, 'id' | 'outcome' | 'findings'> | undefined {
    const heartbeat = this.heartbeats.snapshot(migration);
    if (heartbeat === null) return undefined;
    const { table, seconds, writer, lastBeatAt, reason } = heartbeat;
    const behind = seconds === null ? null : `${seconds.toFixed(1)} s`;
    return {
      label: 'Heartbeat',
      summary: { writing: behind === null ? 'unknown' : `${behind} behind`, paused: 'Paused', failing: 'Not written' }[
        writer
      ],
      explanation:
        'A row that Cutover writes on the source every second and reads on the target: the lag as an application would meet it.',
      facts: [
        { label: 'The target is behind', value: behind, hint: reason },
        { label: 'Last beat', value: lastBeatAt, hint: "by the source's clock" },
        { label: 'Table', value: table, hint: null },
      ],
    };
  }
}
