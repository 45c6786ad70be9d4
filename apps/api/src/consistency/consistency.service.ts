import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ConsistencyList, ConsistencyResult } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { messageOf } from '../failures/message-of.js';
import { PairHistoryService } from '../pair-history/pair-history.service.js';
import { Clock } from '../platform/clock.js';
import { LoadGate } from '../proof/load-gate.js';
import { ProofService } from '../proof/proof.service.js';
import { TablesService, type WatchedTable } from '../tables/tables.service.js';
import { afterCount } from './after-count.js';
import { unknownTables } from './consistency-verdict.js';
import { FactsComparison } from './facts-comparison.js';
import { ConsistencyStore } from './store/consistency.store.js';

const longestRestMs = 5_000;

/** Time between two questions whether the servers are less busy. */
const askAgainMs = 1_000;

/** What one pass over the tables of a migration found. */
export interface ConsistencyReading {
  migration: string;
  results: ConsistencyResult[];
  /** Tables that the pass before knew and this one does not: they are no longer watched. */
  removed: string[];
}

/** Row counts and basic comparisons of every watched table, in one pass. */
@Injectable()
export class ConsistencyService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ConsistencyService.name);
  private readonly published = new Subject<ConsistencyReading>();
  private readonly results = new Map<string, ConsistencyResult[]>();
  private readonly passes = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();

  /** One reading a pass. */
  readonly readings: Observable<ConsistencyReading> = this.published.asObservable();

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly tables: TablesService,
    private readonly comparison: FactsComparison,
    private readonly proof: ProofService,
    private readonly store: ConsistencyStore,
    private readonly evidence: EvidenceRegistry,
    private readonly clock: Clock,
    private readonly load: LoadGate,
    private readonly pairs: PairHistoryService,
  ) {}

  /** Takes up the last results of an earlier process; a store that cannot be read costs the history, not the start. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      for (const { name } of this.config.migrations)
        if (!this.results.has(name)) this.results.set(name, await this.store.loadConsistency(name));
    } catch (error) {
      this.logger.error({ err: error }, 'Earlier consistency results could not be read; starting without them');
    }
  }

  /** Ends the passes under way, on the servers too. */
  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await Promise.allSettled(this.passes.values());
    this.published.complete();
  }

  /** One pass over every watched table; resolves when it has ended. A pass under way makes it return at once. An aborted pass leaves the earlier results. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    findMigration(this.config, migration);
    if (this.passes.has(migration)) return;
    const pass = this.pass(migration, AbortSignal.any([signal, this.ending.signal]));
    this.passes.set(migration, pass);
    try {
      await pass;
    } finally {
      this.passes.delete(migration);
    }
  }

  /** Results of the last pass, in order of the tables. */
  snapshot(migration: string): ConsistencyResult[] {
    return this.results.get(migration) ?? [];
  }

  /** The last pass. Throws UserError 404 MIGRATION_UNKNOWN. */
  list(migration: string): ConsistencyList {
    findMigration(this.config, migration);
    const results = this.snapshot(migration);
    const checkedAt = results.reduce<string | null>(
      (latest, result) => (latest === null || result.checkedAt > latest ? result.checkedAt : latest),
      null,
    );
    return { migration, results, skipped: this.tables.skipped(migration), checkedAt };
  }

  private async pass(migration: string, signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      const results = this.afterPass(migration, await this.compareAll(migration, signal));
      const removed = tablesGone(this.snapshot(migration), results);
      this.results.set(migration, results);
      await this.store.saveConsistency(migration, results);
      this.published.next({ migration, results, removed });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async compareAll(migration: string, signal: AbortSignal): Promise<ConsistencyResult[]> {
    const watched = await this.watchedTables(migration, signal);
    if (!Array.isArray(watched)) return unknownTables(this.snapshot(migration), watched.reason, this.clock.nowIso());
    const bounds = { patience: this.proof.patience(), signal };
    const results: ConsistencyResult[] = [];
    for (const table of watched) {
      await this.waitForLoad(migration, signal);
      const result = await this.comparison.compare(migration, table, bounds);
      results.push(result);
      await this.restWhileVerifying(migration, result.durationMs, signal);
    }
    return results;
  }

  private afterPass(migration: string, latest: readonly ConsistencyResult[]): ConsistencyResult[] {
    const known = new Map(this.snapshot(migration).map((result) => [result.table, result]));
    const { results } = this.evidence.part('checksums', migration);
    const verified = new Map(results.map((result) => [result.table, result]));
    const sameServersSince = this.pairs.sameServersSince(migration);
    return latest.map((result) =>
      afterCount(known.get(result.table), result, { verified: verified.get(result.table), sameServersSince }),
    );
  }

  /** While rows are verified, which proves more, counting rests for as long as it worked: neither waits for the other. */
  private async restWhileVerifying(migration: string, workedMs: number, signal: AbortSignal): Promise<void> {
    if (this.evidence.part('checksums', migration).isComparing)
      await delay(Math.min(workedMs, longestRestMs), undefined, { signal });
  }

  /** Counting is worth as little to a busy server as verifying: it waits for the same reasons, and within a share of the time. */
  private async waitForLoad(migration: string, signal: AbortSignal): Promise<void> {
    while ((await this.load.reason(migration)) !== null) await delay(askAgainMs, undefined, { signal });
  }

  /** The tables as they are now; as last known when a side cannot be read; else why they are not known. */
  private async watchedTables(migration: string, signal: AbortSignal): Promise<WatchedTable[] | { reason: string }> {
    try {
      const { tables, unseen } = await this.tables.discover(migration, signal);
      // What the account may not see may still be there.
      if (unseen.length > 0) return tables;
      await this.store.forgetTables(
        migration,
        tables.map(({ id }) => id),
      );
      return tables;
    } catch (error) {
      signal.throwIfAborted();
      const reason = messageOf(error);
      return this.tables.snapshot(migration)?.tables ?? { reason };
    }
  }
}

function tablesGone(before: readonly ConsistencyResult[], now: readonly ConsistencyResult[]): string[] {
  const left = new Set(now.map(({ table }) => table));
  return before.map(({ table }) => table).filter((table) => !left.has(table));
}
