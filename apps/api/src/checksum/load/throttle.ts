import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@cutover/contracts';
import { StatementTimeout } from '@cutover/databases';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { Clock } from '../../platform/clock.js';
import { comparisonDialectOf } from '../dialects/registry.js';
import type { LoadDialect, ServerPressure } from './load-dialect.js';
import { pressureReason, type Pressure } from './throttle-reason.js';
import { UsualLoad } from './usual-load.js';

/** An answer younger than this is used again. */
const freshMs = 1_000;
/** Time limit for reading the load of a server, which takes a millisecond. One that needs longer is too busy to say so. */
const bounds = { timeoutMs: 2_000 };
/** A server that never answers in time would never be verified: after so long that is taken for its usual state. */
const longestSilenceMs = 5 * 60_000;

/** How busy the servers are. `silent`: the side that did not say so in time; null: none. */
interface Looked extends Pressure {
  silent: Role | null;
}

/** What was last read of the servers of one migration. */
interface Watched {
  askedAtMs: number;
  pressure: Promise<Looked>;
  /** Since when lag is the only reason to wait; null: it is none. */
  laggingSinceMs: number | null;
  /** Since when a server does not say in time how busy it is; null: both do. */
  silentSinceMs: number | null;
}

/** Says when verification has to wait: a server is too busy, has too much unpurged, or the target is too far behind. */
@Injectable()
export class Throttle {
  private readonly watched = new Map<string, Watched>();
  /** What the servers do as usual: a limit that is always exceeded would hold verification back for ever. */
  readonly usual: UsualLoad;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {
    this.usual = new UsualLoad(config.verification);
  }

  /** Why to wait; null: go on. Never rejects. */
  async reason(migration: string): Promise<string | null> {
    const now = this.clock.monotonicMs();
    const watched = this.watched.get(migration) ?? { ...nothingSeen };
    this.watched.set(migration, watched);
    if (now - watched.askedAtMs >= freshMs) {
      watched.askedAtMs = now;
      watched.pressure = this.look(migration);
    }
    const { maxThreadsRunning, maxHistoryListLength, adaptToLoad } = this.config.verification;
    const { replicaLagThresholdSeconds } = findMigration(this.config, migration);
    const limits = { maxThreadsRunning, maxHistoryListLength, lagThresholdSeconds: replicaLagThresholdSeconds };
    const pressure = await watched.pressure;
    if (pressure.silent === null) watched.silentSinceMs = null;
    else if (now - (watched.silentSinceMs ??= now) < longestSilenceMs || !adaptToLoad)
      return silentReason(pressure.silent);
    const reason = pressureReason(pressure, limits, (role, setting) => {
      const usual = adaptToLoad ? this.usual.over(migration, role, setting, limits[setting]) : null;
      return usual?.limit ?? limits[setting];
    });
    if (reason?.kind !== 'lag') {
      watched.laggingSinceMs = null;
      return reason?.text ?? null;
    }
    watched.laggingSinceMs ??= now;
    // A target that does not catch up while we wait gets the verdict lagging. It is no reason to wait for ever.
    return now - watched.laggingSinceMs < this.config.monitoring.proofWaitSeconds * 1_000 ? reason.text : null;
  }

  private async look(migration: string): Promise<Looked> {
    const { load } = comparisonDialectOf(this.config, migration);
    const [source, target, lagSeconds] = await Promise.all([
      this.pressure(migration, 'source', load),
      this.pressure(migration, 'target', load),
      this.lagSeconds(migration, load),
    ]);
    const silent = source === null ? 'source' : target === null ? 'target' : null;
    const pressure = { source: source ?? {}, target: target ?? {} };
    this.usual.note(migration, pressure);
    return { ...pressure, lagSeconds, silent };
  }

  /** null: it did not answer in time. Nothing is known of one that cannot be asked: the comparison says what is wrong. */
  private async pressure(migration: string, role: Role, load: LoadDialect): Promise<ServerPressure | null> {
    try {
      return await load.readPressure(this.connections.get(migration, role), bounds);
    } catch (error) {
      return error instanceof StatementTimeout ? null : {};
    }
  }

  private async lagSeconds(migration: string, load: LoadDialect): Promise<number | null> {
    try {
      return await load.readLagSeconds(this.connections.get(migration, 'target'), bounds);
    } catch {
      return null;
    }
  }
}

const nothingSeen: Watched = {
  ...{ askedAtMs: -Infinity, laggingSinceMs: null, silentSinceMs: null },
  pressure: Promise.resolve({ source: {}, target: {}, lagSeconds: null, silent: null }),
};

function silentReason(role: Role): string {
  const seconds = bounds.timeoutMs / 1_000;
  return `The ${role} did not say within ${seconds} s how busy it is, so it is too busy: see there what keeps it busy`;
}
