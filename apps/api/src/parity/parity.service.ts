import { Inject, Injectable } from '@nestjs/common';
import type { ParityAnswer, ParityArea, ParityQuery } from '@cutover/contracts';
import { errorText } from '@cutover/databases';
import { Subject } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { EvidenceChange } from '../evidence/evidence-source.js';
import { Clock } from '../platform/clock.js';
import { pageOfDifferences } from './difference-page.js';
import { failed, knownOf, type KnownArea, type KnownParity } from './known-parity.js';
import type { ComparedArea } from './parity-area.js';

/** Injection token of the areas, the list of areas.ts. */
export const COMPARED_AREAS = Symbol('COMPARED_AREAS');

/** The longest that one statement may take on a watched server. What takes longer is unknown. */
const longestMs = 30_000;
/** A reading is followed by a rest of so many times its own length: it must never be a load worth speaking of. */
const restFactor = 20;
/** The rest is never longer than this, so that what is known does not become too old. */
const longestRestMs = 600_000;

/** Compares what is not rows, area by area, and keeps the last reading of each in memory. */
@Injectable()
export class ParityService {
  private readonly known = new Map<string, KnownParity>();
  private readonly restsUntilMs = new Map<string, number>();
  /** How often it was forgotten: a reading that was begun before says nothing of now. */
  private readonly eras = new Map<string, number>();
  private readonly changed = new Subject<EvidenceChange>();
  readonly changes = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
    @Inject(COMPARED_AREAS) private readonly areas: readonly ComparedArea[],
  ) {}

  /** One reading of every area, one after the other. Never rejects for a server that cannot be read. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    const { engine } = findMigration(this.config, migration);
    for (const area of this.areas.filter(({ engines }) => engines.includes(engine))) {
      if (signal.aborted) return;
      await this.measureArea(migration, area, signal);
    }
  }

  /** Other servers answer now: nothing is known until each area is read again, which is not waited for. */
  forget(migration: string): void {
    this.eras.set(migration, (this.eras.get(migration) ?? 0) + 1);
    this.known.delete(migration);
    for (const { area } of this.areas) this.restsUntilMs.delete(`${migration}/${area}`);
  }

  /** What is known now. Throws UserError 404 for an unknown migration. */
  snapshot(migration: string): KnownParity {
    findMigration(this.config, migration);
    return this.known.get(migration) ?? {};
  }

  /** One page of the differences. Throws UserError: 404 for an unknown migration, 400 for a cursor that is not ours. */
  list(migration: string, query: ParityQuery): ParityAnswer {
    const areas = Object.values(this.snapshot(migration));
    const all = areas.flatMap(({ differences }) => differences);
    return { migration, areas: areas.map(({ state }) => state), ...pageOfDifferences(all, query) };
  }

  private async measureArea(migration: string, area: ComparedArea, signal: AbortSignal): Promise<void> {
    const startedMs = this.clock.monotonicMs();
    const key = `${migration}/${area.area}`;
    // A round begins a little earlier than planned, or soon after a recovery.
    if (startedMs < (this.restsUntilMs.get(key) ?? -Infinity)) return;
    const before = this.known.get(migration)?.[area.area];
    const era = this.eras.get(migration);
    const isOver = (): boolean => signal.aborted || era !== this.eras.get(migration);
    try {
      const reading = await area.compare({
        migration: findMigration(this.config, migration),
        connections: {
          source: this.connections.get(migration, 'source'),
          target: this.connections.get(migration, 'target'),
        },
        bounds: { timeoutMs: longestMs, signal },
      });
      if (isOver()) return;
      const tookMs = this.rest(key, startedMs);
      this.keep(migration, area.area, knownOf(area.area, reading, tookMs, this.clock.nowIso()));
    } catch (error) {
      // A statement that was cancelled tells nothing about the server.
      if (isOver()) return;
      // What a server tried for long in vain cost it as much.
      this.rest(key, startedMs);
      this.keep(migration, area.area, failed(area.area, before, errorText(error), this.clock.nowIso()));
    }
  }

  /** Has the area rest after a reading that began then, whatever came of it; answers how long that took, in ms. */
  private rest(key: string, startedMs: number): number {
    const nowMs = this.clock.monotonicMs();
    const tookMs = Math.round(nowMs - startedMs);
    this.restsUntilMs.set(key, nowMs + Math.min(tookMs * restFactor, longestRestMs));
    return tookMs;
  }

  private keep(migration: string, area: ParityArea, known: KnownArea): void {
    this.known.set(migration, { ...this.known.get(migration), [area]: known });
    this.changed.next({ migration });
  }
}
