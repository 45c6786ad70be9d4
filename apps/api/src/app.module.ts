import { type DynamicModule, Module } from '@nestjs/common';
import { AlertsModule } from './alerts/alerts.module.js';
import { ChannelsModule } from './alerts/channels/channels.module.js';
import { BackupsModule } from './backups/backups.module.js';
import { BinlogRetentionModule } from './binlog-retention/binlog-retention.module.js';
import { ChecksumModule } from './checksum/checksum.module.js';
import type { CutoverConfig } from './config/config.schema.js';
import type { ConfigSource } from './config/config-source.js';
import { ConfigModule } from './config/config.module.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { ConsistencyModule } from './consistency/consistency.module.js';
import { EncryptionModule } from './encryption/encryption.module.js';
import { EventSchedulerModule } from './event-scheduler/event-scheduler.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { FreezeProofModule } from './freeze-proof/freeze-proof.module.js';
import { GatewayModule } from './gateway/gateway.module.js';
import { JudgementModule } from './judgement/judgement.module.js';
import { LagModule } from './lag/lag.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { PairHistoryModule } from './pair-history/pair-history.module.js';
import { NotReplicatedModule } from './not-replicated/not-replicated.module.js';
import { ParityModule } from './parity/parity.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { RdsModule } from './rds/rds.module.js';
import { ReadinessModule } from './readiness/readiness.module.js';
import { ReplicationModule } from './replication/replication.module.js';
import { ReportModule } from './report/report.module.js';
import { RollbackPathModule } from './rollback-path/rollback-path.module.js';
import { ScheduleModule } from './schedule/schedule.module.js';
import { SequencesModule } from './sequences/sequences.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { StoreModule } from './store/store.module.js';
import { TablesModule } from './tables/tables.module.js';
import { TargetWritableModule } from './target-writable/target-writable.module.js';
import { WaiversModule } from './waivers/waivers.module.js';

/** The capabilities, lowest first. Which folder may import which stands in dependency-rules.cjs, and lint keeps it so. */
@Module({})
export class AppModule {
  static forRoot(config: CutoverConfig, source?: ConfigSource): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...[ConfigModule.forRoot(config, source), PlatformModule, EvidenceModule],
        ...[ConnectionsModule, StoreModule],
        ...[ReplicationModule, TablesModule, PairHistoryModule],
        ...[LagModule, ChecksumModule, ConsistencyModule, BinlogRetentionModule, TargetWritableModule],
        ...[EncryptionModule, ParityModule, RdsModule],
        ...[NotReplicatedModule, SequencesModule],
        ...[EventSchedulerModule, SessionsModule, RollbackPathModule],
        FreezeProofModule,
        BackupsModule,
        ...[WaiversModule, JudgementModule, AlertsModule, ChannelsModule, ReadinessModule, ReportModule],
        ...[ScheduleModule, MetricsModule, GatewayModule],
      ],
    };
  }
}
