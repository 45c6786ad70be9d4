import { Module } from '@nestjs/common';
import { StoreModule } from '../../store/store.module.js';
import { AlertsModule } from '../alerts.module.js';
import { NotificationStore } from '../store/notification.store.js';
import { ChannelsController } from './channels.controller.js';
import { ChannelsEvidence } from './channels.evidence.js';
import { ChannelsService } from './channels.service.js';
import { BackupNewsService } from './telling/backup-news.service.js';
import { NotifierService } from './telling/notifier.service.js';

/** Who is told of alerts and verdicts when nobody looks at the page. */
@Module({
  imports: [StoreModule, AlertsModule],
  controllers: [ChannelsController],
  providers: [ChannelsEvidence, ChannelsService, NotificationStore, NotifierService, BackupNewsService],
  exports: [NotifierService],
})
export class ChannelsModule {}
