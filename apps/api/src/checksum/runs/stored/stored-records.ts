import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumRun } from '@cutover/contracts';
import { CONFIG, type CutoverConfig } from '../../../config/config.schema.js';
import { ConnectionsService } from '../../../connections/connections.service.js';
import { Clock } from '../../../platform/clock.js';
import { longestOpenMs, VerificationStore, type TableComparison } from '../../store/verification.store.js';
import { comparisonDialectOf } from '../../dialects/registry.js';
import type { LongValues } from '../../repair/repair-dialect.js';
import { recheckOf, type Recheck } from '../../results/differing-ranges.js';
import { keepsProof } from '../../results/last-proof.js';
import { LastResults } from '../../results/last-results.js';
import type { StoredChunk } from '../../results/stored-chunk.js';
import type { RunRecord } from '../run-record.js';
import { ProofValidity, type ProofBasis } from '../../validity/proof-validity.js';
import { TableRecording } from './table-recording.js';

/** Keeps in the store what the runs of the service prove, so that a later run can go on after a crash. */
@Injectable()
export class StoredRecords {
  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly store: VerificationStore,
    private readonly results: LastResults,
    private readonly connections: ConnectionsService,
    private readonly clock: Clock,
    private readonly validity: ProofValidity,
  ) {}

  /** The record of one run. `signal` ends what is read from the source for it. */
  of(run: ChecksumRun, signal: AbortSignal): RunRecord {
    const { showValues } = this.config.verification;
    const { repair } = comparisonDialectOf(this.config, run.migration);
    let current: TableRecording | null = null;
    let longValues: LongValues | null = null;
    let open: Promise<ReadonlyMap<string, TableComparison>> | null = null;
    let setBackMs = this.clock.setBackMs();
    let basis: ProofBasis | undefined;
    return {
      recheck: (table) => this.recheck(run.migration, table),
      onRepaired: async (table, position) => {
        await this.results.noteRepaired(run.migration, table, { since: this.clock.nowIso(), position });
      },
      begin: async (table) => {
        open ??= this.openComparisons(run);
        setBackMs = this.clock.setBackMs();
        const left = this.sinceRepair(run.migration, (await open).get(table));
        basis = await this.validity.basisOf(run.migration, table, signal);
        const comparison = await this.comparisonOf(run, table, left);
        longValues = showValues ? repair.longValues(this.connections.get(run.migration, 'source'), signal) : null;
        current = new TableRecording(comparison, this.store, {
          ...{ showValues, repair, nowIso: () => this.clock.nowIso() },
          isNew: left === undefined,
          basis: basis && `${basis.era} ${basis.definition}`,
        });
        return comparison.startedAt;
      },
      resume: async (counts) => (await current?.resume(counts)) ?? null,
      onChunk: async (chunk) => current?.onChunk(chunk),
      onFinding: async (finding, plan) => current?.onFinding((await longValues?.fill(finding, plan)) ?? finding, plan),
      // `resume` keeps what still counts in the new mode, and deletes the rest.
      onModeChange: async () => undefined,
      forget: async () => current?.forgetAll(),
      finish: async (result) => {
        const finished = current;
        current = null;
        // The clock may have been set back since it began: the proof is as old as it is.
        const dated = { ...result, startedAt: this.clock.redated(result.startedAt, setBackMs) };
        const judged = this.validity.judged(run.migration, basis === undefined ? dated : { ...dated, basis });
        const isProofKept = keepsProof(this.results.find(run.migration, result.table), judged);
        // Both at once, so that the store writes them in one transaction.
        await Promise.all([
          this.results.put(run.migration, judged),
          isProofKept ? finished?.discard() : finished?.finish(),
        ]);
      },
    };
  }

  /** What an earlier round had found of a table before it was repaired may be different no more: it is compared anew. */
  private sinceRepair(migration: string, left: TableComparison | undefined): TableComparison | undefined {
    const repairedAt = left && this.results.find(migration, left.table)?.repaired?.since;
    return repairedAt !== undefined && left !== undefined && left.startedAt < repairedAt ? undefined : left;
  }

  private async recheck(migration: string, table: string): Promise<Recheck> {
    const known = this.results.find(migration, table);
    if (known?.verdict !== 'diverged') return recheckOf(known, []);
    try {
      const done = await this.store.findDone(migration, table);
      return recheckOf(known, done === null ? [] : await this.store.loadChunks<StoredChunk>(done.id));
    } catch {
      // The store cannot be read: the table is compared in its turn.
      return { kind: 'in-turn' };
    }
  }

  /**
   * The unfinished comparisons that this run goes on with, by table: those of the same run, and for a round of the
   * schedule those of earlier rounds. A run on request begins every table anew.
   */
  private async openComparisons(run: ChecksumRun): Promise<ReadonlyMap<string, TableComparison>> {
    const oldest = new Date(this.clock.nowMs() - longestOpenMs).toISOString();
    const open = await this.store.findOpen(run.migration).catch(() => []);
    const isLeft = ({ runId, trigger, startedAt }: TableComparison): boolean =>
      startedAt >= oldest && (runId === run.id || (trigger === 'schedule' && run.trigger === 'schedule'));
    // The newest comes first in the list, and must be the last to be put into the map.
    return new Map(
      open
        .filter(isLeft)
        .reverse()
        .map((comparison) => [comparison.table, comparison]),
    );
  }

  /** The unfinished comparison, now of this run; else a new one, which is stored with the first thing it proves. */
  private async comparisonOf(
    run: ChecksumRun,
    table: string,
    left: TableComparison | undefined,
  ): Promise<TableComparison> {
    const comparison: TableComparison = {
      ...{ id: randomUUID(), migration: run.migration, table, trigger: run.trigger, state: 'open' },
      startedAt: this.clock.nowIso(),
      ...left,
      runId: run.id,
    };
    if (left !== undefined) await this.store.saveComparison(comparison);
    return comparison;
  }
}
