import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ConsistencyList, ConsistencyResult } from '@cutover/contracts';
import { map, merge, Subject, type Observable, type Subscription } from 'rxjs';
import { isOnOneSide } from '../checks/tables/table-missing.check.js';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { findMigration } from '../config/find-migration.js';
import { EvidenceRegistry } from '../evidence/evidence.registry.js';
import { messageOf } from '../failures/message-of.js';
import { PairHistoryService } from '../pair-history/pair-history.service.js';
import { Clock } from '../platform/clock.js';
import { LoadGate } from '../proof/load-gate.js';
import { ProofService, type ProofBounds } from '../proof/proof.service.js';
import { TablesService, type WatchedTable } from '../tables/tables.service.js';
import { afterCount } from './after-count.js';
import { stillTrue, type KnownSince } from './contradicted.js';
import { unknownTables } from './consistency-verdict.js';
import { FactsComparison } from './facts-comparison.js';
import { RecountRests } from './recount-rests.js';
import { ConsistencyStore } from './store/consistency.store.js';

const longestRestMs = 5_000;

/** Time between two questions whether the servers are less busy. */
const askAgainMs = 1_000;

/** What is new of the tables of a migration. */
export interface ConsistencyReading {
  migration: string;
  /** Those that changed. */
  results: ConsistencyResult[];
  /** Tables that are no longer watched. */
  removed: string[];
}

/**
 * Row counts and basic comparisons of every watched table, one after the other. A result that something newer contradicts is unknown at
 * once, and its table is counted next, beside the share of the time.
 */
@Injectable()
export class ConsistencyService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ConsistencyService.name);
  private readonly published = new Subject<ConsistencyReading>();
  private readonly results = new Map<string, ConsistencyResult[]>();
  private readonly passes = new Map<string, Promise<void>>();
  /** Tables to count before all others. */
  private readonly urgent = new Map<string, Set<string>>();
  /** By migration: tables that were counted again because parity sees them otherwise. */
  private readonly rests = new Map<string, RecountRests>();
  private readonly ending = new AbortController();
  private readonly news: Subscription;

  /** One reading a table; one more at the end of a pass in which tables went away. */
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
  ) {
    this.news = merge(pairs.changes.pipe(map(({ migration }) => migration)), tables.discoveries).subscribe(
      (migration) => this.revise(migration),
    );
    this.news.add(
      evidence.changes.subscribe(({ source, migration, changedTables }) => {
        if (source === 'checksums' && changedTables !== undefined) this.revise(migration, changedTables);
        if (source === 'parity') this.onParity(migration);
      }),
    );
  }

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
    this.news.unsubscribe();
    this.ending.abort();
    await Promise.allSettled(this.passes.values());
    this.published.complete();
  }

  /** One pass over every watched table; resolves when it has ended. A pass under way makes it return at once. An aborted pass leaves the earlier results of the tables that it did not come to. */
  async measure(migration: string, signal: AbortSignal): Promise<void> {
    findMigration(this.config, migration);
    if (this.passes.has(migration)) return;
    await this.alone(migration, this.pass(migration, AbortSignal.any([signal, this.ending.signal])));
  }

  private async alone(migration: string, pass: Promise<void>): Promise<void> {
    this.passes.set(migration, pass);
    try {
      await pass;
    } finally {
      this.passes.delete(migration);
    }
  }

  /** The last results, in order of the tables. */
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
      const watched = await this.watchedTables(migration, signal);
      if (!Array.isArray(watched)) {
        const unknown = unknownTables(this.snapshot(migration), watched.reason, this.clock.nowIso());
        return await this.keep(migration, unknown);
      }
      await this.forgetAllBut(migration, watched);
      const bounds = { patience: this.proof.patience(), signal };
      for (const table of watched) {
        await this.waitForLoad(migration, watched, bounds);
        await this.count(migration, table, bounds);
      }
      await this.countUrgent(migration, watched, bounds);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async count(migration: string, table: WatchedTable, bounds: ProofBounds): Promise<void> {
    const result = await this.comparison.compare(migration, table, bounds);
    this.urgent.get(migration)?.delete(table.id);
    await this.keep(migration, [this.settled(migration, result)]);
    await this.restWhileVerifying(migration, result.durationMs, bounds.signal);
  }

  /** Tables whose results are contradicted, as soon as the servers are not too busy. */
  private async countUrgent(migration: string, watched: readonly WatchedTable[], bounds: ProofBounds): Promise<void> {
    const urgent = this.urgent.get(migration);
    if (!urgent?.size) return;
    for (const table of watched.filter(({ id }) => urgent.has(id))) {
      if ((await this.load.reason(migration, true)) !== null) return;
      await this.count(migration, table, bounds);
    }
  }

  /** Counts what is contradicted now; a pass under way does so itself. */
  private async countAgain(migration: string): Promise<void> {
    if (this.passes.has(migration) || this.ending.signal.aborted) return;
    const bounds = { patience: this.proof.patience(), signal: this.ending.signal };
    try {
      const tables = this.tables.snapshot(migration)?.tables ?? [];
      await this.alone(migration, this.countUrgent(migration, tables, bounds));
    } catch (error) {
      if (!bounds.signal.aborted)
        this.logger.error({ err: error, migration }, 'Counting again failed; the next pass counts as planned');
    }
  }

  /** Keeps new results of some tables, and tells of them. */
  private async keep(migration: string, results: ConsistencyResult[]): Promise<void> {
    const latest = new Map(results.map((result) => [result.table, result]));
    const before = this.snapshot(migration);
    const known = new Set(before.map(({ table }) => table));
    this.results.set(migration, [
      ...before.map((result) => latest.get(result.table) ?? result),
      ...results.filter(({ table }) => !known.has(table)),
    ]);
    await this.store.saveConsistency(migration, results);
    this.published.next({ migration, results, removed: [] });
  }

  /** In the order of the tables; those that are no longer watched are told of. */
  private async forgetAllBut(migration: string, watched: readonly WatchedTable[]): Promise<void> {
    const before = this.snapshot(migration);
    const known = new Map(before.map((result) => [result.table, result]));
    const kept = watched.flatMap(({ id }) => known.get(id) ?? []);
    this.results.set(migration, kept);
    const left = new Set(kept);
    const removed = before.filter((result) => !left.has(result)).map(({ table }) => table);
    if (removed.length > 0) this.published.next({ migration, results: [], removed });
  }

  /** Makes unknown what something newer contradicts, and has it counted again. Without tables: all. */
  private revise(migration: string, tables?: readonly string[]): void {
    const asked = tables && new Set(tables);
    const before = this.snapshot(migration).filter(({ table }) => asked?.has(table) ?? true);
    const knownSince = this.knownSince(migration);
    const changed = before.flatMap((result) => {
      const told = stillTrue(result, knownSince(result.table));
      return told === result ? [] : [told];
    });
    if (changed.length === 0) return;
    this.keep(migration, changed).catch((error: unknown) =>
      this.logger.error({ err: error, migration }, 'What is contradicted could not be stored; it is counted again'),
    );
    this.askFor(
      migration,
      changed.map(({ table }) => table),
    );
  }

  /**
   * Has what parity sees otherwise counted again: it reads another list of tables, and may read it later. Where both stay of their own
   * opinion, parity is read many times an hour, and a count each time would help nobody.
   */
  private onParity(migration: string): void {
    const schema = this.evidence.part('parity', migration).schema;
    if (schema === undefined || schema.state.failure !== null) return;
    const { differences, state } = schema;
    const oneSided = new Set(differences.flatMap(({ kind, object }) => (kind === 'table' ? [object] : [])));
    const denied = this.snapshot(migration).filter((result) => isOnOneSide(result) !== oneSided.has(result.table));
    const rests = this.rests.get(migration) ?? new RecountRests();
    this.rests.set(migration, rests);
    rests.keepOnly(new Set(denied.map(({ table }) => table)));
    const older = denied.filter(({ checkedAt }) => checkedAt < (state.measuredAt ?? '')).map(({ table }) => table);
    this.askFor(migration, rests.take(older, this.clock.monotonicMs()));
  }

  private askFor(migration: string, tables: readonly string[]): void {
    const { consistencyIntervalMinutes, consistencyCron } = this.config.monitoring;
    const isScheduled = consistencyIntervalMinutes > 0 || consistencyCron !== undefined;
    if (tables.length === 0 || !isScheduled) return;
    this.urgent.set(migration, new Set([...(this.urgent.get(migration) ?? []), ...tables]));
    void this.countAgain(migration);
  }

  /** What became known of each table. */
  private knownSince(migration: string): (table: string) => KnownSince {
    const { proofMaxAgeMs, results } = this.evidence.part('checksums', migration);
    const verified = new Map(results.map((result) => [result.table, result]));
    const catalog = this.tables.snapshot(migration);
    const onBoth = new Set(catalog?.tables.filter(({ source, target }) => source && target).map(({ id }) => id));
    const longestMs = Math.max(proofMaxAgeMs, 2 * 60_000 * this.config.monitoring.consistencyIntervalMinutes);
    const pair = {
      broken: this.pairs.lastBreak(migration),
      sameServersSince: this.pairs.sameServersSince(migration),
      // By the clock on the wall or the calendar: what is counted once a night is not too old in the morning.
      oldest: this.config.monitoring.consistencyCron ? '' : new Date(this.clock.nowMs() - longestMs).toISOString(),
    };
    return (table) => ({
      ...pair,
      verified: verified.get(table),
      onBothSidesAt: onBoth.has(table) ? (catalog?.discoveredAt ?? null) : null,
    });
  }

  private settled(migration: string, latest: ConsistencyResult): ConsistencyResult {
    const known = this.snapshot(migration).find(({ table }) => table === latest.table);
    const { results } = this.evidence.part('checksums', migration);
    const verified = results.find(({ table }) => table === latest.table);
    return afterCount(known, latest, { verified, sameServersSince: this.pairs.sameServersSince(migration) });
  }

  /** While rows are verified, which proves more, counting rests for as long as it worked: neither waits for the other. */
  private async restWhileVerifying(migration: string, workedMs: number, signal: AbortSignal): Promise<void> {
    if (this.evidence.part('checksums', migration).isComparing)
      await delay(Math.min(workedMs, longestRestMs), undefined, { signal });
  }

  /**
   * Counting is worth as little to a busy server as verifying: it waits for the same reasons, and within a share of the time. What is
   * contradicted meanwhile is counted first, and what becomes too old is unknown.
   */
  private async waitForLoad(migration: string, watched: readonly WatchedTable[], bounds: ProofBounds): Promise<void> {
    await this.countUrgent(migration, watched, bounds);
    while ((await this.load.reason(migration)) !== null) {
      await delay(askAgainMs, undefined, { signal: bounds.signal });
      this.revise(migration);
      await this.countUrgent(migration, watched, bounds);
    }
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
