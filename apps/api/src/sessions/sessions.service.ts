import { Inject, Injectable } from '@nestjs/common';
import { holdUpKindSchema, listedHoldUps, type Role, type Sessions, type SideSessions } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { LastMeasured } from '../evidence/last-measured.js';
import { Clock } from '../platform/clock.js';
import { sessionsDialects } from './dialects/registry.js';
import { lastingPrepared, type PreparedSince } from './prepared-since.js';

/** Lists that the server holds in memory; one that needs longer has other worries. */
const longestMs = 5_000;

/** Measures what sessions of both sides a cutover, or replication, would have to wait for. */
@Injectable()
export class SessionsService {
  private readonly last = new LastMeasured<Sessions>();
  private readonly prepared = new Map<string, PreparedSince>();
  readonly changes = this.last.changes;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** One measurement of both sides; never rejects for a server that cannot be read: it is unknown then, with the reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const [source, target] = await Promise.all([
      this.ask(migration, 'source', signal),
      this.ask(migration, 'target', signal),
    ]);
    // A statement that was cancelled tells nothing about the server.
    if (!signal.aborted) this.last.set(migration, { source, target, measuredAt: this.clock.nowIso() });
  }

  /** The last measurement; null before the first. Throws UserError 404 for an unknown migration. */
  snapshot(migration: string): Sessions | null {
    findMigration(this.config, migration);
    return this.last.get(migration);
  }

  private async ask(migration: string, role: Role, signal: AbortSignal): Promise<SideSessions> {
    const server = this.connections.get(migration, role);
    const dialect = sessionsDialects[server.engine];
    if (dialect === null) return unknownSessions('They are not looked at on servers of this engine.');
    try {
      return this.settle(`${migration} ${role}`, await dialect.read(server, { timeoutMs: longestMs, signal }));
    } catch (error) {
      return unknownSessions(error instanceof Error ? error.message : String(error));
    }
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
