import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { messageOf } from '../../../failures/message-of.js';
import { ChannelsService } from '../channels.service.js';
import { NotifierService } from './notifier.service.js';

/** As often as channels are told of a migration, whose rounds there may be none of. */
const everyMs = 1_000;

/** Has channels told of backups, one round after the other. */
@Injectable()
export class BackupNewsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private timer: NodeJS.Timeout | null = null;
  private telling: Promise<void> | null = null;

  constructor(
    private readonly channels: ChannelsService,
    private readonly notifier: NotifierService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.channels.serving(null).length === 0) return;
    this.timer = setInterval(() => this.tell(), everyMs);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.telling;
  }

  private tell(): void {
    this.telling ??= this.notifier
      .tellOfBackups()
      .catch((error: unknown) => this.logger.error(`Nobody was told of backups: ${messageOf(error)}`))
      .finally(() => (this.telling = null));
  }
}
