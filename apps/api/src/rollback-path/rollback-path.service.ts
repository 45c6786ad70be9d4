import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { OperationalError, UserError } from '../failures/failures.js';
import { messageOf } from '../failures/message-of.js';
import { Clock } from '../platform/clock.js';
import { rollbackPathDialects } from './dialects/registry.js';
import type { RollbackPair, ToldRollback } from './rollback-path-dialect.js';
import { rollbackScript } from './rollback-script.js';

/** Measures whether the old source could replicate from each target: settings, and small tables of the servers' own. */
@Injectable()
export class RollbackPathService extends MeasuringService<ToldRollback> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  /**
   * The script of the way back, made of what both sides say now. Throws UserError 404 for an unknown migration and 409 for an
   * engine that has none, and OperationalError where a side cannot be read.
   */
  async script(migration: string): Promise<string> {
    const { engine } = findMigration(this.config, migration);
    const { steps } = rollbackPathDialects[engine];
    if (steps === null)
      throw new UserError(
        409,
        'ROLLBACK_SCRIPT_NONE',
        'There is no script for servers of this engine: let the old source replicate from the target by the position at which it was frozen.',
      );
    try {
      const bounds = { timeoutMs: 30_000, signal: AbortSignal.timeout(60_000) };
      return rollbackScript(migration, this.clock.nowIso(), await steps(this.pairOf(migration), bounds));
    } catch (error) {
      throw new OperationalError(
        'ROLLBACK_UNKNOWN',
        `The way back could not be read: ${messageOf(error)} Try again when both sides answer and replication is set up.`,
      );
    }
  }

  protected ask(migration: string, bounds: MeasuringBounds): Promise<ToldRollback> {
    const dialect = rollbackPathDialects[findMigration(this.config, migration).engine];
    return toldOrUnknown(() => dialect.read(this.pairOf(migration), bounds), unknownRollback);
  }

  private pairOf(migration: string): RollbackPair {
    const configured = findMigration(this.config, migration);
    const [source, target] = (['source', 'target'] as const).map((role) => this.connections.get(migration, role));
    return {
      servers: { source: source!, target: target! },
      watched: rightsNeedsOf(configured, 'target'),
      target: configured.target,
    };
  }
}

function unknownRollback(reason: string): ToldRollback {
  return {
    ...{ settings: {}, keptSeconds: null, keptForEver: false, serverIds: { source: null, target: null } },
    ...{ accounts: null, grant: null, subscription: null, reason },
  };
}
