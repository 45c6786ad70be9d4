import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { ConnectionsService } from '../connections/connections.service.js';
import type { Conclusion } from '../proof/conclusion.js';
import { ReplicationPositionService } from '../replication/replication-position.service.js';
import type { WatchedTable } from '../tables/tables.service.js';
import { consistencyDialectOf } from './dialects/registry.js';
import { isCounterLower, type FactsAspect, type FactsReading } from './consistency-verdict.js';

/** How long the target may take to reach the position at which the source's counter was read. */
const longestWaitMs = 2_000;

/**
 * AUTO_INCREMENT is no part of a snapshot: it is as it is now, and the target's is a moment behind. One that looks lower is
 * read again when the target has come to where the source was, so that lag is not taken for a lower counter.
 */
@Injectable()
export class SettledCounter {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly positions: ReplicationPositionService,
  ) {}

  /** The same conclusion with the target's counter as it then was; null (unknown) where it could not be settled. Rejects only when aborted. */
  async settle(
    migration: string,
    { database, name }: WatchedTable,
    conclusion: Conclusion<FactsReading, FactsAspect>,
    signal: AbortSignal,
  ): Promise<Conclusion<FactsReading, FactsAspect>> {
    const { source, target } = conclusion;
    if (!source || !target || !isCounterLower(source.facts, target.facts)) return conclusion;
    const autoIncrement = await this.counterAfterSource(migration, database, name, signal).catch(() => null);
    signal.throwIfAborted();
    return { ...conclusion, target: { ...target, facts: { ...target.facts, autoIncrement } } };
  }

  private async counterAfterSource(
    migration: string,
    database: string,
    table: string,
    signal: AbortSignal,
  ): Promise<string | null> {
    const position = await this.positions.sourcePosition(migration, signal);
    if (position === null) return null;
    const outcome = await this.positions.waitForTarget(migration, position, { timeoutMs: longestWaitMs, signal });
    if (outcome !== 'reached') return null;
    const timeoutMs = this.config.monitoring.tableTimeoutSeconds * 1000;
    const target = this.connections.get(migration, 'target');
    return consistencyDialectOf(target.engine).readCounter(target, database, table, { timeoutMs, signal });
  }
}
