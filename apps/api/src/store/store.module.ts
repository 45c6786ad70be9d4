import { Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { Clock } from '../platform/clock.js';
import { openStore } from './open-store.js';
import { collectParts, STORE_PARTS } from './registered-parts.js';
import { RetentionService } from './retention.service.js';
import { StoreConnection } from './store-connection.js';
import { StoreHealth } from './store-health.js';
import type { StorePart } from './store-part.js';

/**
 * The metadata store, opened from `store.url` with the parts of all modules (see `provideStorePart`) while Nest builds the
 * application: a store that cannot be opened makes the start fail with a StoreFault. Needs CONFIG and Clock from global
 * modules. Closes at application shutdown.
 */
@Module({
  providers: [
    StoreHealth,
    { provide: STORE_PARTS, inject: [ModulesContainer], useFactory: collectParts },
    {
      provide: StoreConnection,
      inject: [CONFIG, Clock, StoreHealth, STORE_PARTS],
      useFactory: async (config: CutoverConfig, clock: Clock, health: StoreHealth, parts: readonly StorePart[]) =>
        new StoreConnection(await openStore(config.store.url, clock.nowIso(), parts), health, clock),
    },
    RetentionService,
  ],
  exports: [StoreConnection, StoreHealth, RetentionService],
})
export class StoreModule {}
