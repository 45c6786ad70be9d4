import { Inject, Injectable } from '@nestjs/common';
import type { EventScheduler } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { LastMeasured } from '../evidence/last-measured.js';
import { Clock } from '../platform/clock.js';
import { eventSchedulerDialects } from './dialects/registry.js';
import type { ToldScheduler } from './event-scheduler-dialect.js';

/** A variable, and a small table of the server's own; a server that needs longer has other worries. */
const longestMs = 5_000;

/** Measures whether each target runs events by itself. */
@Injectable()
export class EventSchedulerService {
  private readonly last = new LastMeasured<EventScheduler>();
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
  snapshot(migration: string): EventScheduler | null {
    findMigration(this.config, migration);
    return this.last.get(migration);
  }

  private async ask(migration: string, signal: AbortSignal): Promise<ToldScheduler> {
    const target = this.connections.get(migration, 'target');
    const dialect = eventSchedulerDialects[target.engine];
    if (dialect === null) return unknownScheduler('Servers of this engine have none.');
    try {
      return await dialect.read(target, { timeoutMs: longestMs, signal });
    } catch (error) {
      return unknownScheduler(error instanceof Error ? error.message : String(error));
    }
  }
}

function unknownScheduler(reason: string): ToldScheduler {
  return { setting: null, enabled: null, hasWaiting: null, grant: null, action: '', statement: null, reason };
}
