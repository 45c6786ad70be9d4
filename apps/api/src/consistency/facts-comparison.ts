import { Inject, Injectable } from '@nestjs/common';
import { roles, type ChecksumResult, type ConsistencyResult, type Role, type TableFacts } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { Conclusion } from '../proof/conclusion.js';
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
import { consistencyDialectOf } from './dialects/registry.js';
import { PairedFacts } from './paired-facts.js';
import { CountedLoad } from './counted-load.js';
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
    private readonly load: CountedLoad,
    private readonly evidence: EvidenceRegistry,
  ) {}

  /** Rejects only when the signal was aborted. */
  async compare(migration: string, table: WatchedTable, bounds: ProofBounds): Promise<ConsistencyResult> {
    const { engine } = findMigration(this.config, migration);
    const obstacle = await this.proof.whyNotWhole(migration, table, bounds.signal);
    if (obstacle !== null) return unverifiedTable(table.id, obstacle, this.clock.nowIso());
    const startedMs = this.clock.monotonicMs();
    const verified = this.verified(migration, table);
    const verifiedRows = verified?.sourceRows ?? null;
    const paired = await this.paired.compare(migration, table, bounds, verifiedRows);
    const conclusion = paired ?? (await this.proveByReading(migration, table, bounds, verifiedRows));
    const judged = consistencyVerdict(conclusion, consistencyDialectOf(engine).advice);
    const verdict = verified === null ? judged : withOrigin(judged, verified);
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

  /** Of a table that is costly to count: the verification that has read every row of it, and proved both sides equal. */
  private verified(migration: string, table: WatchedTable): ChecksumResult | null {
    if (!this.load.isCostly(migration, table)) return null;
    const { results } = this.evidence.part('checksums', migration);
    const last = results.find((result) => result.table === table.id);
    const isCounted = last?.verdict === 'matched' && last.sourceRows !== null && last.sourceRows === last.targetRows;
    return isCounted ? last : null;
  }

  private proveByReading(
    migration: string,
    table: WatchedTable,
    bounds: ProofBounds,
    verifiedRows: string | null,
  ): Promise<Conclusion<FactsReading, FactsAspect>> {
    return this.proof.prove(
      migration,
      table,
      {
        read: (role, end) => this.read(migration, role, table, end, verifiedRows),
        differing: differingFacts,
        moved: movedFacts,
        describe: describeFacts,
      },
      bounds,
    );
  }

  private read(
    migration: string,
    role: Role,
    table: WatchedTable,
    signal: AbortSignal,
    verifiedRows: string | null = null,
  ): Promise<FactsReading> {
    const timeoutMs = Math.min(longestCountMs, this.config.monitoring.tableTimeoutSeconds * 1000);
    return this.load.read(migration, role, table, () =>
      readFacts(this.connections.get(migration, role), table, { timeoutMs, signal }, { verifiedRows }),
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

/** Says that the rows were not counted now. What else is said of the table comes first. */
function withOrigin(finding: ConsistencyFinding, { startedAt }: ChecksumResult): ConsistencyFinding {
  const origin = `Rows as they were verified, from ${startedAt} on: counting them takes too long to be done beside that`;
  return { ...finding, reason: finding.reason === undefined ? origin : `${finding.reason}. ${origin}` };
}
