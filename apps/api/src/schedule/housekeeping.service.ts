import { Injectable, Logger } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import { RetentionService } from '../store/retention.service.js';

/** Jobs that serve no migration in particular. */
@Injectable()
export class HousekeepingService {
  private readonly logger = new Logger(HousekeepingService.name);

  constructor(private readonly retention: RetentionService) {}

  /** Deletes what is older than the configuration keeps. */
  @Cron(CronExpression.EVERY_HOUR, { name: 'retention', waitForCompletion: true })
  async prune(): Promise<void> {
    try {
      await this.retention.prune();
    } catch (error) {
      this.logger.error({ err: error }, 'Pruning the store failed; tried again in an hour');
    }
  }
}
