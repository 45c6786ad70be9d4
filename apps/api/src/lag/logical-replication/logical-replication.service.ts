import { Inject, Injectable } from '@nestjs/common';
import type { LogicalReplication } from '@cutover/contracts';
import { engines, type ServerConnection } from '@cutover/databases';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { findMigration } from '../../config/find-migration.js';
import { ConnectionsService } from '../../connections/connections.service.js';
import { EvidenceRegistry } from '../../evidence/evidence.registry.js';
import { MeasuringService, type MeasuringBounds } from '../../evidence/measuring-service.js';
import { Clock } from '../../platform/clock.js';
import { lagDialects } from '../dialects/registry.js';
import { LagService } from '../lag.service.js';
import { valueOf } from '../lookup.js';
import { composeReplication } from './compose-replication.js';
import type { DiskSpace } from './disk-forecast.js';
import type { ToldSlowly } from './logical-replication-dialect.js';
import { ownSubscriptionsOf } from './slot-owner.js';
import { SlotWatch } from './slot-figures.js';

type Told = Omit<LogicalReplication, 'measuredAt'>;

/** What was read a while ago, and when; monotonic. */
interface KeptSlowly {
  told: ToldSlowly;
  atMs: number;
}

/** Of one source. */
interface WatchedSource {
  /** null: it never told. */
  serverId: string | null;
  slots: SlotWatch;
}

/** The size of a directory of thousands of files, and lists of tables, are not read with each look. */
const slowlyEveryMs = 60_000;
const gibibyte = 2 ** 30;

/** Measures what logical replication uses on both servers of each migration. */
@Injectable()
export class LogicalReplicationService extends MeasuringService<Told> {
  private readonly slowly = new Map<string, KeptSlowly>();
  /** By migration; of a migration of several databases one for all of them. */
  private readonly sources = new Map<string, WatchedSource>();

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
    const slow = this.slowly.get(migration) ?? null;
    const isFresh = slow !== null && this.clock.monotonicMs() - slow.atMs < slowlyEveryMs;
    const told = await dialect.read({ source, target }, isFresh ? slow.told : null, bounds);
    const reading = valueOf(told.source);
    // Rates are of the moments at which it was read.
    const figures =
      reading && this.slotsOf(migration, source).figuresOf(reading.value, this.clock.monotonicMs() - reading.ageMs);
    // What was cancelled is not remembered.
    if (!isFresh && !bounds.signal.aborted) this.keepSlowly(migration, told.slow);
    const own = ownSubscriptionsOf(this.lag.snapshot(migration), target.identity()?.serverId ?? null);
    return composeReplication({
      ...{ told, own, figures },
      space: this.spaceOf(migration),
    });
  }

  private slotsOf(migration: string, source: ServerConnection): SlotWatch {
    const key = findMigration(this.config, migration).group?.name ?? migration;
    const serverId = source.identity()?.serverId ?? null;
    const known = this.sources.get(key);
    // Another server behind the name: what was seen of the former says nothing of it.
    const watched =
      known?.serverId === serverId ? known : { serverId, slots: new SlotWatch(engines[source.engine].positions) };
    this.sources.set(key, watched);
    return watched.slots;
  }

  /** What could not be read is read again with the next look. */
  private keepSlowly(migration: string, told: ToldSlowly): void {
    if (told.directoryBytes.isKnown && told.publications.isKnown)
      this.slowly.set(migration, { told, atMs: this.clock.monotonicMs() });
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

const unasked: Told = {
  ...{ log: null, slots: [], limits: [], publications: [], origins: [] },
  own: { slots: 0, behindBytes: null, furthestBehind: null },
  reasons: ['Servers of this engine have no logical replication that is looked at.'],
};
