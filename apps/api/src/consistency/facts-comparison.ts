import { Inject, Injectable } from '@nestjs/common';
import { roles, type ChecksumResult, type ConsistencyResult, type Role, type TableFacts } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { ConnectionsService } from '../connections/connections.service.js';
import { Clock } from '../platform/clock.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import type { Conclusion } from '../proof/conclusion.js';
import { ProofService, type ProofBounds } from '../proof/proof.service.js';
import { countedNote, isSamePart, partReason } from '../tables/carried-part.js';
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
import { longestCountMs, readFacts, type FactsSubject } from './table-facts.js';

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
    const part = await this.proof.carriedPart(migration, table, bounds.signal);
    if ('obstacle' in part) return unverifiedTable(table.id, part.obstacle, this.clock.nowIso());
    const subject = { table, part };
    const startedMs = this.clock.monotonicMs();
    const verified = this.verified(migration, table);
    const verifiedRows = verified?.sourceRows ?? null;
    const paired = await this.paired.compare(migration, subject, bounds, verifiedRows);
    const conclusion = paired ?? (await this.proveByReading(migration, subject, bounds, verifiedRows));
    const judged = consistencyVerdict(conclusion, consistencyDialectOf(engine).advice);
    const verdict = verified === null ? judged : withOrigin(judged, verified);
    const after = await this.proof.carriedPart(migration, table, bounds.signal);
    if ('obstacle' in after || !isSamePart(part, after)) {
      const why = 'obstacle' in after ? after.obstacle : partReason;
      return unverifiedTable(table.id, why, this.clock.nowIso());
    }
    const known = await this.withReachableSide(migration, subject, verdict, bounds.signal);
    const finding = withNote(known, countedNote(part));
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
    subject: FactsSubject,
    bounds: ProofBounds,
    verifiedRows: string | null,
  ): Promise<Conclusion<FactsReading, FactsAspect>> {
    return this.proof.prove(
      migration,
      subject.table,
      {
        read: (role, end) => this.read(migration, role, subject, end, verifiedRows),
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
    subject: FactsSubject,
    signal: AbortSignal,
    verifiedRows: string | null = null,
  ): Promise<FactsReading> {
    const timeoutMs = Math.min(longestCountMs, this.config.monitoring.tableTimeoutSeconds * 1000);
    return this.load.read(migration, role, subject.table, () =>
      readFacts(this.connections.get(migration, role), role, subject, { timeoutMs, signal }, { verifiedRows }),
    );
  }

  /** While one side is down the other one's facts are still told; they prove nothing. */
  private async withReachableSide(
    migration: string,
    subject: FactsSubject,
    finding: ConsistencyFinding,
    signal: AbortSignal,
  ): Promise<ConsistencyFinding> {
    const status = this.connections.snapshot(migration);
    const reachable = roles.filter((role) => status[role].state === 'up');
    const [role] = reachable;
    if (role === undefined || reachable.length > 1 || finding[role] !== null || subject.table[role]?.kind !== 'table')
      return finding;
    const facts: TableFacts | null = await this.read(migration, role, subject, signal).then(
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
  return withNote(finding, origin);
}

function withNote(finding: ConsistencyFinding, note: string | null): ConsistencyFinding {
  if (note === null) return finding;
  return { ...finding, reason: finding.reason === undefined ? note : `${finding.reason}. ${note}` };
}
