import { Inject, Injectable } from '@nestjs/common';
import type { BinlogRetention } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { LastMeasured } from '../evidence/last-measured.js';
import { Clock } from '../platform/clock.js';
import { retentionOf, unknownRetention, type ToldRetention, type VariableRow } from '../replication/read-retention.js';
import { retentionStatement } from './binlog-retention.queries.js';

/** Answered from memory; a server that needs longer has other worries. */
const longestMs = 5_000;

/** On RDS the variables do not say what is done: a setting of its own decides, which needs a right of its own to be read. */
const notOnRds =
  "On Amazon RDS the setting 'binlog retention hours' decides, which Cutover does not read: run CALL mysql.rds_show_configuration on the source; NULL keeps none.";

/** Measures how long each source keeps its binary logs. */
@Injectable()
export class BinlogRetentionService {
  private readonly last = new LastMeasured<BinlogRetention>();
  readonly changes = this.last.changes;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** One measurement; never rejects for a server that cannot be read: it is unknown then, with the reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const told = await this.ask(migration, signal);
    // A statement that was cancelled tells nothing about the server.
    if (!signal.aborted) this.last.set(migration, { ...told, measuredAt: this.clock.nowIso() });
  }

  /** The last measurement; null before the first. Throws UserError 404 for an unknown migration. */
  snapshot(migration: string): BinlogRetention | null {
    findMigration(this.config, migration);
    return this.last.get(migration);
  }

  private async ask(migration: string, signal: AbortSignal): Promise<ToldRetention> {
    const source = this.connections.get(migration, 'source');
    if (source.rds) return unknownRetention(notOnRds);
    try {
      return retentionOf(await source.query<VariableRow>(retentionStatement, [], { timeoutMs: longestMs, signal }));
    } catch (error) {
      return unknownRetention(error instanceof Error ? error.message : String(error));
    }
  }
}
