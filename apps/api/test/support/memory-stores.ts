import type { ChecksumResult, ChecksumRun } from '@cutover/contracts';
import type { TableComparison } from '../../src/checksum/store/verification.store.js';

/** Keeps what it is given, as the real one does. */
export class MemoryStore {
  runs = new Map<string, ChecksumRun>();
  saved: ChecksumResult[] = [];
  kept: string[] = [];
  interrupted = 0;
  stored: ChecksumResult[] = [];
  failure: Error | null = null;
  async saveRun(run: ChecksumRun): Promise<void> {
    this.runs.set(run.id, run);
  }
  async findRun(_: string, id: string): Promise<ChecksumRun | null> {
    return this.runs.get(id) ?? null;
  }
  async findRunning(): Promise<ChecksumRun[]> {
    if (this.failure) throw this.failure;
    return [...this.runs.values()].filter(({ state }) => state === 'running');
  }
  async markInterrupted(_: string, except: ReadonlySet<string>): Promise<number> {
    this.interrupted = [...this.runs.values()].filter(({ id, state }) => state === 'running' && !except.has(id)).length;
    return this.interrupted;
  }
  async saveChecksum(_: string, result: ChecksumResult): Promise<void> {
    this.saved.push(result);
  }
  async loadChecksums(): Promise<ChecksumResult[]> {
    return this.stored;
  }
  async forgetTables(_: string, keep: string[]): Promise<void> {
    this.kept = keep;
  }
}

/** What is kept of comparisons, as far as runs are concerned. */
export class MemoryComparisons {
  plans = new Map<string, readonly string[]>();
  comparisons: TableComparison[] = [];
  ended: [string, boolean][] = [];
  async savePlan({ id }: { id: string }, tables: readonly string[]): Promise<void> {
    this.plans.set(id, tables);
  }
  async findPlan(id: string): Promise<readonly string[] | null> {
    return this.plans.get(id) ?? null;
  }
  async endRun(id: string, keepsOpen: boolean): Promise<void> {
    this.plans.delete(id);
    this.ended.push([id, keepsOpen]);
  }
  async findOpen(): Promise<TableComparison[]> {
    return this.comparisons.filter(({ state }) => state === 'open');
  }
  async findDone(_: string, table: string): Promise<TableComparison | null> {
    return this.comparisons.find((one) => one.table === table && one.state === 'done') ?? null;
  }
  async saveComparison(comparison: TableComparison): Promise<void> {
    this.comparisons = [...this.comparisons.filter(({ id }) => id !== comparison.id), comparison];
  }
  async finish(comparison: TableComparison): Promise<void> {
    this.comparisons = this.comparisons.filter(({ table }) => table !== comparison.table);
    this.comparisons.push({ ...comparison, state: 'done' });
  }
  async drop(id: string): Promise<void> {
    this.comparisons = this.comparisons.filter((one) => one.id !== id);
  }
  async addDifferences(): Promise<void> {}
  async rewind(): Promise<void> {}
  async keepOnly(): Promise<void> {}
}
