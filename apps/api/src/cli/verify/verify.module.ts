import { type DynamicModule, Global, Module } from '@nestjs/common';
import { RunnerModule } from '../../checksum/runs/runner.module.js';
import { ConfigModule } from '../../config/config.module.js';
import type { CutoverConfig } from '../../config/config.schema.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { RETRY_PLAN } from '../../connections/connections.service.js';
import type { RetryPlan } from '../../connections/retry-delay.js';
import { Clock } from '../../platform/clock.js';
import { EvidenceModule } from '../../evidence/evidence.module.js';
import { KeptHistories } from '../../pair-history/kept-histories.js';
import { PairHistoryService } from '../../pair-history/pair-history.service.js';
import { TablesModule } from '../../tables/tables.module.js';
import { NoKeptHistories } from './pair-watch.js';

/** Somebody waits at the terminal, so a server that does not answer is reported within seconds. */
const retryPlan: RetryPlan = { firstDelayMs: 500, longestDelayMs: 2_000, attemptsUntilDown: 3 };

/** What every module expects to be there. In the service PlatformModule gives it, with HTTP, login and log. */
@Global()
@Module({ providers: [Clock, { provide: RETRY_PLAN, useValue: retryPlan }], exports: [Clock, RETRY_PLAN] })
class BasicsModule {}

/** All modules that `verify` needs: no store, no schedule, no port. */
@Module({
  imports: [BasicsModule, EvidenceModule, ConnectionsModule, TablesModule, RunnerModule],
  // Without PairHistoryModule, which brings the store along.
  providers: [PairHistoryService, { provide: KeptHistories, useClass: NoKeptHistories }],
})
export class VerifyModule {
  static forRoot(config: CutoverConfig): DynamicModule {
    return { module: VerifyModule, imports: [ConfigModule.forRoot(config)] };
  }
}
