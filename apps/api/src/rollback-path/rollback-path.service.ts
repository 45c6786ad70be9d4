import { Inject, Injectable } from '@nestjs/common';
import type { RollbackPath } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { rollbackPathDialects } from './dialects/registry.js';
import type { ToldRollback } from './rollback-path-dialect.js';

/** Measures whether the old source could replicate from each target: variables, and a small table of the server's own. */
@Injectable()
export class RollbackPathService extends MeasuringService<Omit<RollbackPath, 'measuredAt'>> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<Omit<RollbackPath, 'measuredAt'>> {
    const told = await this.askTarget(migration, bounds);
    const serverIds = {
      source: this.connections.get(migration, 'source').identity()?.serverId ?? null,
      target: told.settings['server_id'] ?? null,
    };
    return { ...told, serverIds };
  }

  private async askTarget(migration: string, bounds: MeasuringBounds): Promise<ToldRollback> {
    const target = this.connections.get(migration, 'target');
    const dialect = rollbackPathDialects[target.engine];
    if (dialect === null) return unknownRollback('It is not looked at on servers of this engine.');
    return toldOrUnknown(() => dialect.read(target, bounds), unknownRollback);
  }
}

function unknownRollback(reason: string): ToldRollback {
  return { settings: {}, keptSeconds: null, keptForEver: false, accounts: null, grant: null, reason };
}
