import { Inject, Injectable } from '@nestjs/common';
import type { LogicalReplication } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import { MeasuringService, type MeasuringBounds } from '../../evidence/measuring-service.js';
import { Clock } from '../../platform/clock.js';
import { lagDialects } from '../dialects/registry.js';
import { appendSample, type PositionSample } from '../lag-history.js';
import { LagService } from '../lag.service.js';
import { valueOf } from '../lookup.js';
import { composeReplication } from './compose-replication.js';
import type { DiskSpace } from './disk-forecast.js';
import { appendLogSample, type LogSample } from './log-growth.js';
import type { ToldSlowly, ToldSource } from './logical-replication-dialect.js';
import { ownSubscriptionsOf } from './slot-owner.js';

type Told = Omit<LogicalReplication, 'measuredAt'>;

/** What one migration remembers from look to look. */
interface Memory {
  slow: { told: ToldSlowly; atMs: number } | null;
  samples: readonly LogSample[];
  positions: readonly PositionSample[];
}

/** The size of a directory of thousands of files, and lists of tables, are not read with each look. */
const slowlyEveryMs = 60_000;
const gibibyte = 2 ** 30;
const nothing: Memory = { slow: null, samples: [], positions: [] };

/** Measures what logical replication uses on both servers of each migration. */
@Injectable()
export class LogicalReplicationService extends MeasuringService<Told> {
  private readonly memories = new Map<string, Memory>();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly lag: LagService,
    private readonly registry: EvidenceRegistry,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<Told> {
    const source = this.connections.get(migration, 'source');
    const target = this.connections.get(migration, 'target');
    const dialect = lagDialects[source.engine].logicalReplication;
    if (dialect === null) return unasked;
    const memory = this.memories.get(migration) ?? nothing;
    const { slow } = memory;
    const isFresh = slow !== null && this.clock.monotonicMs() - slow.atMs < slowlyEveryMs;
    const told = await dialect.read({ source, target }, isFresh ? slow.told : null, bounds);
    const reading = valueOf(told.source);
    const known = reading?.value ?? null;
    // Rates are of the moments at which it was read.
    const nowMs = this.clock.monotonicMs() - (reading?.ageMs ?? 0);
    const { hasReached, count } = engines[source.engine].positions;
    const samples = known?.position == null ? memory.samples : withSample(memory.samples, known, nowMs, count);
    const positions =
      known?.position == null
        ? memory.positions
        : withPosition(memory.positions, known.position, samples.at(-1)?.atMs ?? nowMs, count);
    // Fresh is what was read a minute ago by the clock, whenever the slots were.
    const keptAtMs = this.clock.monotonicMs();
    // What was cancelled is not kept, and not remembered either.
    if (!bounds.signal.aborted)
      this.memories.set(migration, { samples, positions, slow: isFresh ? slow : keptSlowly(told.slow, keptAtMs) });
    const own = ownSubscriptionsOf(this.lag.snapshot(migration), target.identity()?.serverId ?? null);
    return composeReplication({
      ...{ told, own, samples, positions, nowMs, hasReached },
      space: this.spaceOf(migration),
    });
  }

  private spaceOf(migration: string): DiskSpace {
    const { walDiskGiB } = findMigration(this.config, migration).source;
    const rds = this.registry.part('rds', migration);
    return {
      configuredBytes: walDiskGiB === undefined ? null : walDiskGiB * gibibyte,
      rdsFreeBytes: rds === null || rds === 'none' ? null : (rds.source?.freeStorageBytes ?? null),
    };
  }
}

/** What could not be read is read again with the next look. */
function keptSlowly(told: ToldSlowly, atMs: number): Memory['slow'] {
  return told.directoryBytes.isKnown && told.publications.isKnown ? { told, atMs } : null;
}

function withSample(
  samples: readonly LogSample[],
  { position, slots }: ToldSource,
  atMs: number,
  count: (position: string) => bigint,
): readonly LogSample[] {
  if (position === null) return samples;
  const sample = sampled.get(slots) ?? sampleOf(position, slots, atMs, count);
  sampled.set(slots, sample);
  // Of a reading that another database has asked for, the same may come twice.
  return samples.at(-1) === sample ? samples : appendLogSample(samples, sample);
}

/** One for all databases that take the same reading: there may be as many slots as databases, and each keeps its last samples. */
const sampled = new WeakMap<ToldSource['slots'], LogSample>();

function sampleOf(
  position: string,
  slots: ToldSource['slots'],
  atMs: number,
  count: (position: string) => bigint,
): LogSample {
  const counted = (read: (slot: ToldSource['slots'][number]) => string | null): Map<string, bigint> =>
    new Map(
      slots.flatMap((slot) => {
        const at = read(slot);
        return at === null ? [] : [[slot.name, count(at)]];
      }),
    );
  return {
    ...{ atMs, written: count(position) },
    keptFrom: counted(({ restartPosition }) => restartPosition),
    confirmed: counted(({ confirmedPosition }) => confirmedPosition),
  };
}

/** Samples of a source that stood further than it does now are of another one. */
function withPosition(
  positions: readonly PositionSample[],
  sourcePosition: string,
  atMs: number,
  count: (position: string) => bigint,
): readonly PositionSample[] {
  const written = count(sourcePosition);
  if (positions.at(-1)?.atMs === atMs) return positions;
  const last = positions.at(-1)?.written ?? null;
  const before = last !== null && written < last ? [] : positions;
  return appendSample(before, { atMs, sourcePosition, written, behind: null });
}

const unasked: Told = {
  ...{ log: null, slots: [], limits: [], publications: [], origins: [] },
  own: { slots: 0, behindBytes: null, furthestBehind: null },
  reasons: ['Servers of this engine have no logical replication that is looked at.'],
};
