import { findMigration } from '../config/find-migration.js';
import type { CutoverConfig } from '../config/config.schema.js';
import { messageOf } from '../failures/message-of.js';
import type { Clock } from '../platform/clock.js';
import { LastMeasured } from './last-measured.js';

/** What was told, with the moment at which it was told (UTC ISO text). */
export type Measurement<Told extends object> = Told & { measuredAt: string };

/** Bounds of each statement of a measurement. */
export interface MeasuringBounds {
  timeoutMs: number;
  signal: AbortSignal;
}

/** What is read of servers that answer from memory may take so long; a server that needs longer has other worries. */
const longestMs = 5_000;

/** A measurement is too old once so many rounds in a row, and at least this long, brought no other. */
const roundsMissed = 5;
const leastOldestMs = 5 * 60_000;

/** How often such things are measured, in ms: by the interval of monitoring, and every ten seconds at the most. */
export function lightIntervalMs({ intervalSeconds }: CutoverConfig['monitoring']): number {
  return Math.max(10, intervalSeconds) * 1000;
}

/**
 * Measures one thing of each migration again and again, and keeps the last measurement. A capability says how its servers are
 * asked; what all of them promise stands here: a server that cannot be read is no error, and what was cancelled is not kept.
 */
export abstract class MeasuringService<Told extends object> {
  private readonly last = new LastMeasured<Measurement<Told>>();
  /** Monotonic. */
  private readonly keptAtMs = new Map<string, number>();
  /** How often it was forgotten: a measurement that was begun before says nothing of now. */
  private readonly eras = new Map<string, number>();
  readonly changes = this.last.changes;

  constructor(
    protected readonly config: CutoverConfig,
    protected readonly clock: Clock,
  ) {}

  /** One measurement; never rejects for a server that cannot be read: it is unknown then, with the reason. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const era = this.eras.get(migration);
    const told = await this.ask(migration, { timeoutMs: longestMs, signal });
    // A statement that was cancelled tells nothing about the server.
    if (!signal.aborted && era === this.eras.get(migration))
      this.keep(migration, { ...told, measuredAt: this.clock.nowIso() });
  }

  /** Other servers answer now: nothing is known until the next measurement. */
  forget(migration: string): void {
    this.eras.set(migration, (this.eras.get(migration) ?? 0) + 1);
    this.last.forget(migration);
  }

  /** The last measurement; null before the first, and where no round has ended for too long to believe it. Throws UserError 404 for an unknown migration. */
  snapshot(migration: string): Measurement<Told> | null {
    findMigration(this.config, migration);
    const keptAtMs = this.keptAtMs.get(migration);
    const oldestMs = Math.max(leastOldestMs, roundsMissed * lightIntervalMs(this.config.monitoring));
    if (keptAtMs !== undefined && this.clock.monotonicMs() - keptAtMs > oldestMs) return null;
    return this.last.get(migration);
  }

  /** Asks the servers now. Must not reject for one that cannot be read: see `toldOrUnknown`. */
  protected abstract ask(migration: string, bounds: MeasuringBounds): Promise<Told>;

  /** Keeps a measurement, and tells of it if it is news. */
  protected keep(migration: string, measurement: Measurement<Told>): void {
    this.keptAtMs.set(migration, this.clock.monotonicMs());
    this.last.set(migration, measurement);
  }
}

/** What a server tells; where it cannot be read, what `unknown` makes of the reason. */
export async function toldOrUnknown<Told>(read: () => Promise<Told>, unknown: (reason: string) => Told): Promise<Told> {
  try {
    return await read();
  } catch (error) {
    return unknown(messageOf(error));
  }
}
