import { Injectable } from '@nestjs/common';
import type { WorstLag } from '@cutover/contracts';
import { NEVER } from 'rxjs';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { EvidenceSource } from '../evidence/evidence-source.js';
import { LagHistoryService } from './lag-history.service.js';

declare module '../evidence/evidence.js' {
  interface Evidence {
    /** Of the last 24 h. */
    worstLag: WorstLag;
  }
}

/** How far behind the target was in the last day, as evidence for whoever asks how much there is to spare. */
@Injectable()
export class LagHistoryEvidence implements EvidenceSource<'worstLag'> {
  readonly name = 'worstLag';
  readonly section = 'lag';
  readonly checks = [];
  readonly measuring = null;
  readonly gauges = [];
  // A sample is news of the lag already.
  readonly changes = NEVER;

  constructor(
    private readonly history: LagHistoryService,
    registry: EvidenceRegistry,
  ) {
    registry.add(this);
  }

  snapshot(migration: string): WorstLag {
    return this.history.worst(migration);
  }
}
