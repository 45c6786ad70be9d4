import { Inject, Injectable } from '@nestjs/common';
import type { ChecksumResult } from '@cutover/contracts';
import { Subject, type Observable } from 'rxjs';
import { CONFIG, type CutoverConfig } from '../../config/config.schema.js';
import { VerdictStore } from '../store/verdict.store.js';
import { afterComparison, afterRepair } from './last-proof.js';
import { countsToday } from './removed-mode.js';

/** New results, and tables that have none any more. */
export interface ResultChange {
  migration: string;
  changed: readonly ChecksumResult[];
  removed: readonly string[];
}

/** The last proof of each table, with the last attempt beside it (see afterComparison): kept in memory for answers, and in the store for the next process. */
@Injectable()
export class LastResults {
  private readonly byMigration: ReadonlyMap<string, Map<string, ChecksumResult>>;
  /**
   * The sorted lists, until a result changes. They are asked for often between two changes, and sorting thousands of
   * tables takes time.
   */
  private readonly lists = new Map<string, readonly ChecksumResult[]>();
  private readonly changed = new Subject<ResultChange>();
  private readonly read = new Subject<string>();
  /** The migrations whose results of an earlier process were loaded. */
  readonly loads: Observable<string> = this.read.asObservable();

  /** Every change, as soon as `of` answers it. */
  readonly changes: Observable<ResultChange> = this.changed.asObservable();

  constructor(
    @Inject(CONFIG) config: CutoverConfig,
    private readonly store: VerdictStore,
  ) {
    this.byMigration = new Map(config.migrations.map(({ name }) => [name, new Map<string, ChecksumResult>()]));
  }

  /**
   * Loads the results of an earlier process. Those of this process are newer and stay. Rejects when the store cannot
   * be read.
   */
  async load(): Promise<void> {
    for (const [migration, results] of this.byMigration)
      for (const result of await this.store.loadChecksums(migration))
        if (countsToday(result) && !results.has(result.table)) results.set(result.table, result);
    this.lists.clear();
    for (const migration of this.byMigration.keys()) this.read.next(migration);
  }

  /** All results, sorted by the name of the table. */
  of(migration: string): readonly ChecksumResult[] {
    const known = this.lists.get(migration);
    if (known !== undefined) return known;
    const results = [...(this.byMigration.get(migration)?.values() ?? [])];
    const list = results.sort((a, b) => (a.table < b.table ? -1 : 1));
    this.lists.set(migration, list);
    return list;
  }

  find(migration: string, table: string): ChecksumResult | null {
    return this.byMigration.get(migration)?.get(table) ?? null;
  }

  /** Takes what one more comparison of a table came to. */
  async put(migration: string, latest: ChecksumResult): Promise<void> {
    await this.keep(migration, afterComparison(this.find(migration, latest.table), latest));
  }

  /** All ranges in which a table had differed were proved equal. */
  async noteRepaired(
    migration: string,
    table: string,
    repaired: NonNullable<ChecksumResult['repaired']>,
  ): Promise<void> {
    const known = this.find(migration, table);
    if (known?.verdict === 'diverged') await this.keep(migration, afterRepair(known, repaired));
  }

  private async keep(migration: string, result: ChecksumResult): Promise<void> {
    this.byMigration.get(migration)?.set(result.table, result);
    this.lists.delete(migration);
    this.changed.next({ migration, changed: [result], removed: [] });
    await this.store.saveChecksum(migration, result);
  }

  /** Puts what `judge` makes of each result in its place. A result that it answers unchanged stays. */
  async revise(migration: string, judge: (result: ChecksumResult) => ChecksumResult): Promise<void> {
    const results = this.byMigration.get(migration) ?? new Map<string, ChecksumResult>();
    const changed = [...results.values()].flatMap((result) => {
      const judged = judge(result);
      return judged === result ? [] : [judged];
    });
    if (changed.length === 0) return;
    for (const result of changed) results.set(result.table, result);
    this.lists.delete(migration);
    this.changed.next({ migration, changed, removed: [] });
    await Promise.all(changed.map((result) => this.store.saveChecksum(migration, result)));
  }

  /** Forgets tables that are watched no longer: their results would never be renewed, and shown for ever. */
  async keepOnly(migration: string, tables: readonly string[]): Promise<void> {
    const results = this.byMigration.get(migration);
    const kept = new Set(tables);
    const removed = [...(results?.keys() ?? [])].filter((table) => !kept.has(table));
    for (const table of removed) results?.delete(table);
    if (removed.length > 0) {
      this.lists.delete(migration);
      this.changed.next({ migration, changed: [], removed });
    }
    await this.store.forgetTables(migration, [...kept]);
  }
}
