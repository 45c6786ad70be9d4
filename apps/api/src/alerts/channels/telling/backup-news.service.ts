import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { messageOf } from '../../../failures/message-of.js';
import { Repeated } from '../../../platform/repeated.js';
import { ChannelsService } from '../channels.service.js';
import { NotifierService } from './notifier.service.js';

/** As often as channels are told of a migration, whose rounds there may be none of. */
const everyMs = 1_000;

/** Has channels told of backups, one round after the other. */
@Injectable()
export class BackupNewsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly rounds = new Repeated(
    () => this.notifier.tellOfBackups(),
    (error) => this.logger.error(`Nobody was told of backups: ${messageOf(error)}`),
  );

  constructor(
    private readonly channels: ChannelsService,
    private readonly notifier: NotifierService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.channels.serving(null).length > 0) this.rounds.every(everyMs);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }
}
