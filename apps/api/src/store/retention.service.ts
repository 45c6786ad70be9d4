import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { STORE_PARTS } from './registered-parts.js';
import { retentionCutOff } from './retention.js';
import { StoreConnection } from './store-connection.js';
import type { Pruned, StorePart } from './store-part.js';

/** A clock that has run for so long without a jump is taken for right. */
const settledMs = 3_600_000;

/** Has every part delete what is too old. Call it hourly. */
@Injectable()
export class RetentionService {
  private readonly logger = new Logger('Retention');

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly clock: Clock,
    private readonly store: StoreConnection,
    @Inject(STORE_PARTS) private readonly parts: readonly StorePart[],
  ) {}

  /** Rejects with StoreFault; what was deleted before the failure stays deleted. */
  async prune(): Promise<Pruned> {
    // A clock that leapt ahead makes everything old, and what is deleted does not come back when it is set right.
    if (this.clock.steadyForMs() < settledMs) {
      this.logger.log('The clock of this machine has jumped within the hour: what is old is deleted later');
      return {};
    }
    const cutOff = retentionCutOff(this.config.store, this.clock.nowMs());
    const pruned: Record<string, number> = {};
    for (const part of this.parts) Object.assign(pruned, await part.prune(this.store, cutOff));
    const counts = Object.entries(pruned).map(([kind, count]) => `${count} ${kind}`);
    this.logger.debug(`pruned ${counts.join(', ')}`);
    return pruned;
  }
}
