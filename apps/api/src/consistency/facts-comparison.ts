import { Inject, Injectable } from '@nestjs/common';
import { roles, type ConsistencyResult, type Role, type TableFacts } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import type { Conclusion } from '../proof/conclusion.js';
import { LoadGate } from '../proof/load-gate.js';
import { ProofService, type ProofBounds } from '../proof/proof.service.js';
import type { WatchedTable } from '../tables/tables.service.js';
import {
  consistencyVerdict,
  unverifiedTable,
  describeFacts,
  differingFacts,
  movedFacts,
  type ConsistencyFinding,
  type FactsAspect,
  type FactsReading,
} from './consistency-verdict.js';
import { consistencyDialectOf, whyNoConsistency } from './dialects/registry.js';
import { PairedFacts } from './paired-facts.js';
import { noted } from './noted-load.js';
import { longestCountMs, readFacts } from './table-facts.js';

/** Compares the facts of one table: in a matched snapshot pair where one is to be had, else by reading again and again. */
@Injectable()
export class FactsComparison {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly connections: ConnectionsService,
    private readonly proof: ProofService,
    private readonly paired: PairedFacts,
    private readonly clock: Clock,
    private readonly load: LoadGate,
  ) {}

  /** Rejects only when the signal was aborted. */
  async compare(migration: string, table: WatchedTable, bounds: ProofBounds): Promise<ConsistencyResult> {
    const { engine } = findMigration(this.config, migration);
    const obstacle = whyNoConsistency(engine);
    if (obstacle !== null) return unverifiedTable(table.id, obstacle, this.clock.nowIso());
    const startedMs = this.clock.monotonicMs();
    const paired = await this.paired.compare(migration, table, bounds);
    const conclusion = paired ?? (await this.proveByReading(migration, table, bounds));
    const verdict = consistencyVerdict(conclusion, consistencyDialectOf(engine).advice);
    const finding = await this.withReachableSide(migration, table, verdict, bounds.signal);
    const wasCompared = finding.source !== null && finding.target !== null;
    return {
      table: table.id,
      ...finding,
      ...(wasCompared ? { mode: paired === null ? 'sandwich' : 'snapshot' } : {}),
      checkedAt: this.clock.nowIso(),
      durationMs: Math.round(this.clock.monotonicMs() - startedMs),
    };
  }

  private proveByReading(
    migration: string,
    table: WatchedTable,
    bounds: ProofBounds,
  ): Promise<Conclusion<FactsReading, FactsAspect>> {
    return this.proof.prove(
      migration,
      table,
      {
        read: (role, end) => this.read(migration, role, table, end),
        differing: differingFacts,
        moved: movedFacts,
        describe: describeFacts,
      },
      bounds,
    );
  }

  private read(migration: string, role: Role, table: WatchedTable, signal: AbortSignal): Promise<FactsReading> {
    const timeoutMs = Math.min(longestCountMs, this.config.monitoring.tableTimeoutSeconds * 1000);
    return noted(this.load, this.clock, migration, role, () =>
      readFacts(this.connections.get(migration, role), table, { timeoutMs, signal }),
    );
  }

  /** While one side is down the other one's facts are still told; they prove nothing. */
  private async withReachableSide(
    migration: string,
    table: WatchedTable,
    finding: ConsistencyFinding,
    signal: AbortSignal,
  ): Promise<ConsistencyFinding> {
    const status = this.connections.snapshot(migration);
    const reachable = roles.filter((role) => status[role].state === 'up');
    const [role] = reachable;
    if (role === undefined || reachable.length > 1 || finding[role] !== null || table[role]?.kind !== 'table')
      return finding;
    const facts: TableFacts | null = await this.read(migration, role, table, signal).then(
      (reading) => reading?.facts ?? null,
      () => null,
    );
    signal.throwIfAborted();
    return { ...finding, [role]: facts };
  }
}
