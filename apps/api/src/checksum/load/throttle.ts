import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { readChannels } from '@cutover/databases/mysql-family';
import {
  pressureReason,
  pressureStatement,
  readPressure,
  type CounterRow,
  type Pressure,
  type ServerPressure,
} from './throttle-reason.js';

/** Servers are looked at no more often. */
const freshMs = 1_000;
/** A question that takes longer is not worth waiting for. */
const questionMs = 2_000;

/** What is known of one migration's servers. */
interface Watched {
  askedAtMs: number;
  pressure: Promise<Pressure>;
  /** Since when lag alone has held us back; null: it does not. */
  laggingSinceMs: number | null;
}

/** Says when to leave the servers alone: too much at work or unpurged on either, or a target that lags. */
@Injectable()
export class Throttle {
  private readonly watched = new Map<string, Watched>();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** Why to wait; null: go on. Never rejects. */
  async reason(migration: string): Promise<string | null> {
    const now = this.clock.monotonicMs();
    const watched = this.watched.get(migration) ?? { askedAtMs: -Infinity, pressure: unknown, laggingSinceMs: null };
    this.watched.set(migration, watched);
    if (now - watched.askedAtMs >= freshMs) {
      watched.askedAtMs = now;
      watched.pressure = this.look(migration);
    }
    const { maxThreadsRunning, maxHistoryListLength } = this.config.verification;
    const { replicaLagThresholdSeconds } = findMigration(this.config, migration);
    const reason = pressureReason(await watched.pressure, {
      ...{ maxThreadsRunning, maxHistoryListLength, lagThresholdSeconds: replicaLagThresholdSeconds },
    });
    if (reason?.kind !== 'lag') {
      watched.laggingSinceMs = null;
      return reason?.text ?? null;
    }
    watched.laggingSinceMs ??= now;
    // A target that does not catch up although we wait is the verdict lagging, not a reason to wait for ever.
    return now - watched.laggingSinceMs < this.config.monitoring.proofWaitSeconds * 1_000 ? reason.text : null;
  }

  private async look(migration: string): Promise<Pressure> {
    const [source, target, lagSeconds] = await Promise.all([
      this.pressure(migration, 'source'),
      this.pressure(migration, 'target'),
      this.lagSeconds(migration),
    ]);
    return { source, target, lagSeconds };
  }

  private async pressure(migration: string, role: Role): Promise<ServerPressure> {
    try {
      const server = this.connections.get(migration, role);
      return readPressure(await server.query<CounterRow>(pressureStatement, [], { timeoutMs: questionMs }));
    } catch {
      return unknownServer;
    }
  }

  /** The worst channel; a delay that was asked for is lag all the same. */
  private async lagSeconds(migration: string): Promise<number | null> {
    try {
      const channels = await readChannels(this.connections.get(migration, 'target'), { timeoutMs: questionMs });
      const known = channels.flatMap(({ secondsBehind }) => (secondsBehind === null ? [] : [secondsBehind]));
      return known.length === 0 ? null : Math.max(...known);
    } catch {
      return null;
    }
  }
}

const unknownServer = readPressure([]);
const unknown: Promise<Pressure> = Promise.resolve({
  ...{ source: unknownServer, target: unknownServer, lagSeconds: null },
});
