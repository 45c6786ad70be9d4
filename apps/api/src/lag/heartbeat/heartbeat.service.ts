import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Heartbeat } from '@cutover/contracts';
import { parseTableName, type DedicatedSession, type TableName } from '@cutover/databases';
import { Subject } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import type { EvidenceChange } from '../../evidence/evidence-source.js';
import { built } from '../../failures/not-built.js';
import { Clock } from '../../platform/clock.js';
import { lagDialects } from '../dialects/registry.js';
import { isStale } from '../stale-lag.js';
import { lackingSeconds, withBeat } from './beat-age.js';
import { explainUnread, explainUnwritten, type Explanation } from './explain-heartbeat.js';
import type { Beat, HeartbeatDialect, WrittenBeat } from './heartbeat-dialect.js';

/** A beat is one small row; a source that needs longer has other worries, and the next beat is due. */
const longestMs = 3_000;

/** What is kept of one migration. */
interface Pulse {
  /** Open on the source as long as it can be written to. */
  session: DedicatedSession | null;
  written: Beat[];
  last: Heartbeat | null;
  atMs: number;
  /** Monotonic milliseconds until which nothing is written. */
  pausedUntilMs: number;
}

/** Writes a row on the source every second and reads how far the target is with it, where that is configured. */
@Injectable()
export class HeartbeatService implements BeforeApplicationShutdown {
  private readonly pulses = new Map<string, Pulse>();
  private readonly changed = new Subject<EvidenceChange>();
  readonly changes = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
  ) {}

  /** One beat. Never rejects for a server: the reading then is unknown, with its reason. Nothing where none is configured. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const { engine, heartbeat } = findMigration(this.config, migration);
    if (!heartbeat.enabled) return;
    const pulse = this.pulseOf(migration);
    const table = parseTableName(heartbeat.table);
    const read = await this.beat({ migration, dialect: built(lagDialects[engine].heartbeat), table, pulse, signal });
    if (signal.aborted) return;
    const before = pulse.last;
    pulse.last = { table: heartbeat.table, ...read, measuredAt: this.clock.nowIso() };
    pulse.atMs = this.clock.monotonicMs();
    // The lag carries the figure with its own samples; only what people must know at once is news.
    if (before?.writer !== read.writer || before.reason !== read.reason) this.changed.next({ migration });
  }

  isConfigured(migration: string): boolean {
    return findMigration(this.config, migration).heartbeat.enabled;
  }

  /** The last reading; without figures where it is too old. null: none is configured, or it was not measured yet. */
  snapshot(migration: string): Heartbeat | null {
    const { last, atMs } = this.pulses.get(migration) ?? { last: null, atMs: 0 };
    if (last === null) return null;
    const isOld = isStale(this.clock.monotonicMs() - atMs, this.config.monitoring.intervalSeconds);
    return isOld ? { ...last, seconds: null, reason: last.reason ?? 'The last beat was too long ago' } : last;
  }

  /**
   * Writes nothing for so long, at most: while it is proved that nobody writes to the source, we must not either. Ends by
   * itself, so that whoever asked for it and died leaves nothing behind.
   */
  pause(migration: string, forMs: number): void {
    this.pulseOf(migration).pausedUntilMs = this.clock.monotonicMs() + forMs;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.pulses.values()].map(({ session }) => session?.close()));
  }

  private async beat(round: Round): Promise<Omit<Heartbeat, 'table' | 'measuredAt'>> {
    const { pulse } = round;
    const lastBeatAt = (): string | null => {
      const last = pulse.written.at(-1);
      return last === undefined ? null : new Date(last.writtenAtMs).toISOString();
    };
    if (this.clock.monotonicMs() < pulse.pausedUntilMs) {
      const reason = 'Paused while it is proved that nobody writes to the source';
      return { writer: 'paused', seconds: null, lastBeatAt: lastBeatAt(), reason, action: null };
    }
    // The target first: what it has now is held against what the source wrote before.
    const target = await this.readTarget(round);
    const written = await this.write(round);
    if ('reason' in written) return { writer: 'failing', seconds: null, lastBeatAt: lastBeatAt(), ...written };
    pulse.written = withBeat(pulse.written, written);
    const shown = { writer: 'writing' as const, lastBeatAt: lastBeatAt() };
    if ('reason' in target) return { ...shown, seconds: null, ...target };
    const seconds = lackingSeconds(target, written, pulse.written);
    if (seconds !== null) return { ...shown, seconds, reason: null, action: null };
    return { ...shown, seconds, ...foreignBeat };
  }

  private async readTarget({ migration, dialect, table, signal }: Round): Promise<Beat | Explanation> {
    const server = this.connections.get(migration, 'target');
    try {
      return (await dialect.read(server, table, { timeoutMs: longestMs, signal })) ?? notArrived;
    } catch (error) {
      return explainUnread(error, { dialect, table, server });
    }
  }

  private async write({ migration, dialect, table, pulse, signal }: Round): Promise<WrittenBeat | Explanation> {
    const server = this.connections.get(migration, 'source');
    try {
      if (pulse.session?.isOpen !== true) pulse.session = await server.openSession();
      return await dialect.write(pulse.session, table, { timeoutMs: longestMs, signal });
    } catch (error) {
      // The transaction may be open still: hanging up ends it.
      const session = pulse.session;
      pulse.session = null;
      await session?.close();
      return explainUnwritten(error, { dialect, table, server });
    }
  }

  private pulseOf(migration: string): Pulse {
    const pulse = this.pulses.get(migration) ?? { session: null, written: [], last: null, atMs: 0, pausedUntilMs: 0 };
    this.pulses.set(migration, pulse);
    return pulse;
  }
}

interface Round {
  migration: string;
  dialect: HeartbeatDialect;
  table: TableName;
  pulse: Pulse;
  signal: AbortSignal;
}

const notArrived: Explanation = {
  reason: 'No beat has reached the target yet',
  action: 'Wait until the target has caught up. If it stays so, a replication filter leaves the table out.',
};

const foreignBeat: Explanation = {
  reason: 'The target has a beat that the source never wrote',
  action:
    'Something else writes the heartbeat on the target, or the source was restored: empty the table on the target.',
};
