import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ChannelsModule } from '../alerts/channels/channels.module.js';
import { ChecksumModule } from '../checksum/checksum.module.js';
import { ConnectionsModule } from '../connections/connections.module.js';
import { FreezeProofModule } from '../freeze-proof/freeze-proof.module.js';
import { JudgementModule } from '../judgement/judgement.module.js';
import { provideStorePart } from '../store/registered-parts.js';
import { StoreModule } from '../store/store.module.js';
import { WaiversModule } from '../waivers/waivers.module.js';
import { GroupsController } from './groups/groups.controller.js';
import { GroupsService } from './groups/groups.service.js';
import { HealthController } from './health.controller.js';
import { MigrationsController } from './migrations.controller.js';
import { MigrationsService } from './migrations.service.js';
import { ReadinessController } from './readiness.controller.js';
import { ReadinessNews } from './readiness-news.js';
import { ReadinessService } from './readiness.service.js';
import { readinessPart } from './store/readiness-part.js';
import { SwitchVerdicts } from './switch-verdicts.js';
import { TimelineStore } from './store/timeline.store.js';
import { TimelineService } from './timeline/timeline.service.js';
import { VerdictNotices } from './verdict-notices.js';
import { VerdictService } from './verdict.service.js';
import { WaiversController } from './waivers/waivers.controller.js';
import { WaivingService } from './waivers/waiving.service.js';

/** The answer, and the state of each migration. */
@Module({
  imports: [
    ConnectionsModule,
    StoreModule,
    ChecksumModule,
    FreezeProofModule,
    JudgementModule,
    AlertsModule,
    ChannelsModule,
    WaiversModule,
  ],
  controllers: [MigrationsController, HealthController, ReadinessController, GroupsController, WaiversController],
  providers: [
    ...[MigrationsService, VerdictNotices, VerdictService, ReadinessService, ReadinessNews, WaivingService],
    ...[SwitchVerdicts, GroupsService],
    ...[TimelineService, TimelineStore, provideStorePart(readinessPart)],
  ],
  exports: [MigrationsService, GroupsService, VerdictService, ReadinessService, ReadinessNews, TimelineService],
})
export class ReadinessModule {}
