import { Module } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { AlertStore } from './alert.store.js';
import { openStore } from './open-store.js';
import { RetentionService } from './retention.service.js';
import { SampleStore } from './sample.store.js';
import { StoreConnection } from './store-connection.js';
import { StoreHealth } from './store-health.js';
import { VerdictStore } from './verdict.store.js';
import { VerificationStore } from './verification.store.js';

/**
 * The metadata store, opened from `store.url` while Nest builds the application: a store that cannot be opened makes
 * the start fail with a StoreFault. Needs CONFIG and Clock from global modules. Closes at application shutdown.
 */
@Module({
  providers: [
    StoreHealth,
    {
      provide: StoreConnection,
      inject: [CONFIG, Clock, StoreHealth],
      useFactory: async (config: CutoverConfig, clock: Clock, health: StoreHealth) =>
        new StoreConnection(await openStore(config.store.url, clock.nowIso()), health, clock),
    },
    AlertStore,
    SampleStore,
    VerdictStore,
    VerificationStore,
    RetentionService,
  ],
  exports: [StoreConnection, StoreHealth, AlertStore, SampleStore, VerdictStore, VerificationStore, RetentionService],
})
export class StoreModule {}
