import { Inject, Injectable } from '@nestjs/common';
import { leftBehindKindSchema, listedLeftBehind, type LeftBehindGroup, type NotReplicated } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { rightsNeedsOf } from '../connections/rights-needs.js';
import { MeasuringService, toldOrUnknown, type MeasuringBounds } from '../evidence/measuring-service.js';
import { Clock } from '../platform/clock.js';
import { selectionOf } from '../tables/table-selection.js';
import { notReplicatedDialects } from './dialects/registry.js';
import type { FoundLeftBehind } from './not-replicated-dialect.js';

type ToldNotReplicated = Omit<NotReplicated, 'measuredAt'>;

/** Measures what replication leaves behind: some ten statements a side, on catalogs alone. */
@Injectable()
export class NotReplicatedService extends MeasuringService<ToldNotReplicated> {
  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly connections: ConnectionsService,
    clock: Clock,
  ) {
    super(config, clock);
  }

  protected async ask(migration: string, bounds: MeasuringBounds): Promise<ToldNotReplicated> {
    const configured = findMigration(this.config, migration);
    const dialect = notReplicatedDialects[configured.engine];
    if (dialect === null) return unknownNotReplicated('Servers of this engine are not asked.');
    const { databases, tables } = rightsNeedsOf(configured, 'source');
    const { includes } = selectionOf(configured);
    const pair = {
      source: this.connections.get(migration, 'source'),
      target: this.connections.get(migration, 'target'),
    };
    return toldOrUnknown(async () => {
      const { found, unknown } = await dialect.read(pair, { databases, tables, includes }, bounds);
      return { groups: groupsOf(found), unknown, reason: null };
    }, unknownNotReplicated);
  }
}

/** Pure: what was found by kind and side, in the order of the kinds, each list bounded and in the order of names. */
export function groupsOf(found: readonly FoundLeftBehind[]): LeftBehindGroup[] {
  return leftBehindKindSchema.options.flatMap((kind) =>
    (['source', 'target'] as const).flatMap((side) => {
      const those = found
        .filter((each) => each.kind === kind && each.side === side)
        .sort((a, b) => a.name.localeCompare(b.name));
      if (those.length === 0) return [];
      const items = those
        .slice(0, listedLeftBehind)
        .map(({ name, table, note, statements }) => ({ name, table, note, statements }));
      return [{ kind, side, total: those.length, items }];
    }),
  );
}

function unknownNotReplicated(reason: string): ToldNotReplicated {
  return { groups: [], unknown: [], reason };
}
