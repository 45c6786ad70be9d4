import { Inject, Injectable } from '@nestjs/common';
import { holdUpKindSchema, listedHoldUps, type Role, type Sessions, type SideSessions } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { sessionsDialects } from './dialects/registry.js';
import { lastingPrepared, type PreparedSince } from './prepared-since.js';

/** Measures what sessions of both sides a cutover, or replication, would have to wait for: lists that the server holds in memory. */
@Injectable()
export class SessionsService extends MeasuringService<Omit<Sessions, 'measuredAt'>> {
  private readonly prepared = new Map<string, PreparedSince>();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<Omit<Sessions, 'measuredAt'>> {
    const [source, target] = await Promise.all([
      this.askSide(migration, 'source', bounds),
      this.askSide(migration, 'target', bounds),
    ]);
    return { source, target };
  }

  private async askSide(migration: string, role: Role, bounds: MeasuringBounds): Promise<SideSessions> {
    const server = this.connections.get(migration, role);
    return toldOrUnknown(
      async () => this.settle(`${migration} ${role}`, await sessionsDialects[server.engine].read(server, bounds)),
      unknownSessions,
    );
  }

  private settle(key: string, told: SideSessions): SideSessions {
    const { side, since } = lastingPrepared(told, this.prepared.get(key) ?? new Map(), this.clock.monotonicMs());
    this.prepared.set(key, since);
    const holdUps = [...side.holdUps].sort((a, b) => (b.forSeconds ?? 0) - (a.forSeconds ?? 0));
    return { ...side, holdUps: holdUps.slice(0, listedHoldUps) };
  }
}

function unknownSessions(reason: string): SideSessions {
  return { holdUps: [], unknown: holdUpKindSchema.options.map((kind) => ({ kind, reason, grant: null })) };
}
