import { Injectable } from '@nestjs/common';
import { ChecksumService } from '../checksum/checksum.service.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { ConsistencyService } from '../consistency/consistency.service.js';
import { LagService } from '../lag/lag.service.js';
import { TablesService } from '../tables/tables.service.js';
import type { MigrationSnapshot } from './alert-rule.js';

/** Puts the watchers' snapshots together for the rules. */
@Injectable()
export class SnapshotReader {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly lag: LagService,
    private readonly checksums: ChecksumService,
    private readonly consistency: ConsistencyService,
    private readonly tables: TablesService,
  ) {}

  /** `nowMs` is wall time. Throws for a migration that is not configured. */
  read(migration: string, nowMs: number): MigrationSnapshot {
    return {
      migration,
      nowMs,
      connection: this.connections.snapshot(migration),
      lag: this.lag.snapshot(migration),
      checksums: this.checksums.snapshot(migration),
      consistency: this.consistency.snapshot(migration),
      catalog: this.tables.snapshot(migration),
    };
  }
}
