import { Inject, Injectable } from '@nestjs/common';
import type { RollbackPath } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { LastMeasured } from '../evidence/last-measured.js';
import { Clock } from '../platform/clock.js';
import { rollbackPathDialects } from './dialects/registry.js';
import type { ToldRollback } from './rollback-path-dialect.js';

/** Variables, and a small table of the server's own; a server that needs longer has other worries. */
const longestMs = 5_000;

/** Measures whether the old source could replicate from each target. */
@Injectable()
export class RollbackPathService {
  private readonly last = new LastMeasured<RollbackPath>();
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
    if (signal.aborted) return;
    const serverIds = {
      source: this.connections.get(migration, 'source').identity()?.serverId ?? null,
      target: told.settings['server_id'] ?? null,
    };
    this.last.set(migration, { ...told, serverIds, measuredAt: this.clock.nowIso() });
  }

  /** The last measurement; null before the first. Throws UserError 404 for an unknown migration. */
  snapshot(migration: string): RollbackPath | null {
    findMigration(this.config, migration);
    return this.last.get(migration);
  }

  private async ask(migration: string, signal: AbortSignal): Promise<ToldRollback> {
    const target = this.connections.get(migration, 'target');
    const dialect = rollbackPathDialects[target.engine];
    if (dialect === null) return unknownRollback('It is not looked at on servers of this engine.');
    try {
      return await dialect.read(target, { timeoutMs: longestMs, signal });
    } catch (error) {
      return unknownRollback(error instanceof Error ? error.message : String(error));
    }
  }
}

function unknownRollback(reason: string): ToldRollback {
  return { settings: {}, keptSeconds: null, keptForEver: false, accounts: null, grant: null, reason };
}
