import type { RowDifference, RowDifferenceKind } from '@cutover/contracts';
import { TargetBehind } from '../../../proof/snapshot/snapshot-failures.js';
import type { KeyValues } from '../chunks/key-range.js';
import { isTimeout, messageOf } from '../read-failure.js';
import { keyColumnsOf, type RowValues, type TablePlan } from '../table-plan.js';

/**
 * A row that differs, with its exact values, from which repair statements are made. `source` or `target` null: that
 * side does not have the row.
 */
export interface RowFinding {
  kind: RowDifferenceKind;
  /** Values of the key; empty for a table without one. */
  key: KeyValues;
  /** For a row without a key: its digest, and how many of these rows the target holds when this copy is repaired. */
  copy?: { digest: string; onTarget: bigint };
  source: RowValues | null;
  target: RowValues | null;
  position: string | null;
  /** The chunk it was found in; absent: the next one that is passed to the hooks. */
  chunkIndex?: number;
}

/** How much is kept of the rows that differ. */
export interface DifferenceLimits {
  /** So many rows are named. If more differ, only the chunks tell it. */
  rows: number;
  /** The values of so many rows are kept with them. */
  samples: number;
  /** False: only the values of keys are kept. See withoutValues. */
  showValues: boolean;
}

/** The limits of a run, unless it says otherwise. */
export const defaultLimits: DifferenceLimits = { rows: 10_000, samples: 100, showValues: true };

/** Pure: a text that stands for a differing row of a table in a set. */
function findingId({ key, copy }: RowFinding): string {
  return JSON.stringify(copy === undefined ? key : [copy.digest, String(copy.onTarget)]);
}

/** Called once with each row that differs. Resolves when the row is stored. */
export type OnFinding = (finding: RowFinding, plan: TablePlan) => Promise<void> | void;

/** Collects the rows of one table that differ, up to the limit. */
export class DifferenceLog {
  rows: RowDifference[] = [];
  counts: Record<RowDifferenceKind, number> = { missing: 0, extra: 0, changed: 0 };
  /** False once something that differs could not be named. */
  isComplete = true;
  /** Why not all rows could be named, and what to do; null: for no reason, or because of the limit. */
  obstacle: string | null = null;
  /**
   * Rows that are in the log. When its snapshots are lost, a range is compared from its beginning, and finds the same
   * rows again.
   */
  private readonly logged = new Set<string>();

  constructor(
    private readonly tableId: string,
    private readonly limits: DifferenceLimits = defaultLimits,
    private readonly onFinding: OnFinding = () => undefined,
  ) {}

  get isFull(): boolean {
    return this.rows.length >= this.limits.rows;
  }

  /** How many more rows may be named. */
  get room(): number {
    return Math.max(0, this.limits.rows - this.rows.length);
  }

  /** Takes over the rows that an interrupted run found. `isComplete`: those are all of its chunks. */
  restore(rows: readonly RowDifference[], isComplete: boolean): void {
    for (const row of rows) this.keep(row);
    this.isComplete = isComplete;
  }

  /** Forgets everything, because the table is compared again from the beginning, in another mode. */
  clear(): void {
    this.rows = [];
    this.counts = { missing: 0, extra: 0, changed: 0 };
    this.isComplete = true;
    this.obstacle = null;
    this.logged.clear();
  }

  /**
   * Runs `name`, which names the rows of a range that was proved to differ. When it fails, the difference stays proved
   * and the log is not complete. Answers why not all rows were named and what to do; null: all were. Rejects only when
   * aborted.
   */
  async tryNaming(signal: AbortSignal, name: () => Promise<void>): Promise<string | null> {
    try {
      await name();
      return null;
    } catch (error) {
      signal.throwIfAborted();
      this.isComplete = false;
      this.obstacle = `not all rows that differ could be named: ${obstacleOf(error)}; verify the table again`;
      return this.obstacle;
    }
  }

  async add(finding: RowFinding, plan: TablePlan): Promise<void> {
    const id = findingId(finding);
    if (this.logged.has(id)) return;
    if (this.isFull) {
      this.isComplete = false;
      return;
    }
    this.logged.add(id);
    const row = describeFinding(this.tableId, finding, plan, this.rows.length < this.limits.samples);
    this.keep(this.limits.showValues ? row : withoutValues(row, this.rows.length));
    await this.onFinding(finding, plan);
  }

  private keep(row: RowDifference): void {
    this.rows.push(row);
    this.counts[row.kind]++;
  }
}

/** Pure: the row as the API answers it. */
export function describeFinding(
  table: string,
  { kind, key, source, target, position }: RowFinding,
  plan: TablePlan,
  hasValues: boolean,
): RowDifference {
  const shown = (values: RowValues | null): Record<string, string | null> =>
    Object.fromEntries(
      plan.columns.map((column, index) => [column.name, plan.shown(column, values?.[index] ?? null)] as const),
    );
  const keyed =
    plan.key === null
      ? shown(source ?? target)
      : Object.fromEntries(
          keyColumnsOf(plan).map((column, index) => [column.name, plan.shown(column, key[index] ?? null)]),
        );
  return {
    ...{ table, kind, key: keyed, position },
    ...(plan.key === null ? { hasKey: false } : {}),
    ...(kind === 'changed' ? { columns: changedColumns(plan, source, target) } : {}),
    ...(hasValues && source ? { source: shown(source) } : {}),
    ...(hasValues && target ? { target: shown(target) } : {}),
  };
}

/** Names of the columns whose values differ. */
export function changedColumns(
  plan: Pick<TablePlan, 'columns'>,
  source: RowValues | null,
  target: RowValues | null,
): string[] {
  return plan.columns.filter((_, index) => source?.[index] !== target?.[index]).map(({ name }) => name);
}

/**
 * Pure: the row with its key and the names of the columns that differ, without any other value. In a row without a key
 * every column stands in place of the key, so only its number is left. A digest in its place would not hide values
 * that can be guessed.
 *
 * @param number counted from 0 in its table
 */
export function withoutValues({ source: _, target: __, ...row }: RowDifference, number: number): RowDifference {
  return row.hasKey === false ? { ...row, key: { row: String(number + 1) } } : row;
}

function obstacleOf(error: unknown): string {
  if (error instanceof TargetBehind) return error.reason;
  return isTimeout(error) ? 'a statement was ended by its time limit, the server may be busy' : messageOf(error);
}
