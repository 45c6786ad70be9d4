import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { AlertStore } from './alert.store.js';
import { retentionCutOff } from './retention.js';
import { SampleStore } from './sample.store.js';
import { VerdictStore } from './verdict.store.js';
import { VerificationStore } from './verification.store.js';

/** How many records each part of the store lost to old age. */
export interface Pruned {
  samples: number;
  alerts: number;
  runs: number;
  /** Comparisons of tables that never led to a result. */
  comparisons: number;
}

/** Deletes what is too old. Call it hourly. */
@Injectable()
export class RetentionService {
  private readonly logger = new Logger('Retention');

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    private readonly samples: SampleStore,
    private readonly alerts: AlertStore,
    private readonly verdicts: VerdictStore,
    private readonly verifications: VerificationStore,
  ) {}

  /** Rejects with StoreFault; what was deleted before the failure stays deleted. */
  async prune(): Promise<Pruned> {
    const cutOff = retentionCutOff(this.config.store, this.clock.nowMs());
    const pruned = {
      samples: await this.samples.prune(cutOff.samplesBeforeMs),
      alerts: await this.alerts.prune(cutOff.recordsBeforeIso),
      runs: await this.verdicts.pruneRuns(cutOff.recordsBeforeIso),
      comparisons: await this.verifications.pruneOpen(cutOff.openBeforeIso),
    };
    this.logger.debug(`pruned ${pruned.samples} samples, ${pruned.alerts} alerts, ${pruned.runs} runs`);
    return pruned;
  }
}
