import type { RowDifference } from '@cutover/contracts';
import type { LongValues } from '../../checksum/repair/repair-dialect.js';
import type { RunRecord } from '../../checksum/runs/run-record.js';
import type { RepairCollection } from './repair-collection.js';

/** Where the repair of the rows goes; values that a comparison shortens are fetched for it. */
export interface RepairParts {
  collection: RepairCollection;
  longValues: LongValues;
}

/** Keeps what one verification proves in memory, until it is printed. Nothing is taken up: there is no run before it. */
export class VerifyRecord implements RunRecord {
  /** Of all tables, in the order in which they were compared. */
  readonly differences: RowDifference[] = [];
  private table = '';

  /** `repair` null: no statements are wanted. */
  constructor(
    private readonly repair: RepairParts | null,
    private readonly nowIso: () => string,
  ) {}

  async begin(table: string): Promise<string> {
    this.table = table;
    return this.nowIso();
  }

  async takeUp(): Promise<null> {
    return null;
  }

  /** The result holds all that is printed of them. */
  async onChunk(): Promise<void> {}

  onFinding: RunRecord['onFinding'] = async (finding, plan) => {
    if (this.repair === null) return;
    this.repair.collection.add(await this.repair.longValues.fill(finding, plan), plan);
  };

  async onBegunAnew(): Promise<void> {
    this.repair?.collection.forget(this.table);
  }

  async finish(_: unknown, differences: readonly RowDifference[]): Promise<void> {
    // One by one: ten thousand arguments of one call are more than some stacks hold.
    for (const difference of differences) this.differences.push(difference);
  }
}
