import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { STORE_PARTS } from './registered-parts.js';
import { retentionCutOff } from './retention.js';
import { StoreConnection } from './store-connection.js';
import type { Pruned, StorePart } from './store-part.js';

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
    const cutOff = retentionCutOff(this.config.store, this.clock.nowMs());
    const pruned: Record<string, number> = {};
    for (const part of this.parts) Object.assign(pruned, await part.prune(this.store, cutOff));
    const counts = Object.entries(pruned).map(([kind, count]) => `${count} ${kind}`);
    this.logger.debug(`pruned ${counts.join(', ')}`);
    return pruned;
  }
}
