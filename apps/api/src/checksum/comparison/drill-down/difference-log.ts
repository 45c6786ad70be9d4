import type { RowDifference, RowDifferenceKind } from '@cutover/contracts';
import { TargetBehind } from '../../../proof/snapshot/snapshot-failures.js';
import type { KeyValues } from '../chunks/key-range.js';
import { isTimeout, messageOf } from '../read-failure.js';
import { keyColumnsOf, type RowValues, type TablePlan } from '../table-plan.js';

/** A differing row with its exact values, from which repair statements are made. null: the side has no such row. */
export interface RowFinding {
  kind: RowDifferenceKind;
  /** Values of the key; empty for a table without one. */
  key: KeyValues;
  /** Without a key: the row's digest, and how many of it the target holds when this copy is repaired. */
  copy?: { digest: string; onTarget: bigint };
  source: RowValues | null;
  target: RowValues | null;
  position: string | null;
  /** The chunk it was found in; absent: the next chunk that is passed to the hooks. */
  chunkIndex?: number;
}

/** How much is kept of what differs. */
export interface DifferenceLimits {
  /** Rows that are named. Beyond them only the chunks tell that more differs. */
  rows: number;
  /** Rows whose values are kept with them. */
  samples: number;
  /** False leaves every value out but those of the key; see withoutValues. */
  showValues: boolean;
}

export const defaultLimits: DifferenceLimits = { rows: 10_000, samples: 100, showValues: true };

/** Pure: text that names a differing row among those of its table. */
export function findingId({ key, copy }: RowFinding): string {
  return JSON.stringify(copy === undefined ? key : [copy.digest, String(copy.onTarget)]);
}

/** Called once with each differing row and its values; resolves when the row is stored. */
export type OnFinding = (finding: RowFinding, plan: TablePlan) => Promise<void> | void;

/** Collects the differing rows of one table, up to the limit. */
export class DifferenceLog {
  rows: RowDifference[] = [];
  counts: Record<RowDifferenceKind, number> = { missing: 0, extra: 0, changed: 0 };
  /** False once something that differs could not be named. */
  isComplete = true;
  /** Why not all rows could be named, and what to do; null: no reason but the limit. */
  obstacle: string | null = null;
  /** Rows that were logged. A range whose snapshots were lost is compared again from its beginning, and meets them again. */
  private readonly told = new Set<string>();

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

  /** Takes over what an interrupted run had found, and whether that was all. */
  restore(rows: readonly RowDifference[], isComplete: boolean): void {
    for (const row of rows) this.keep(row);
    this.isComplete = isComplete;
  }

  /** Forgets everything: the table is begun anew, in another mode. */
  clear(): void {
    this.rows = [];
    this.counts = { missing: 0, extra: 0, changed: 0 };
    this.isComplete = true;
    this.obstacle = null;
    this.told.clear();
  }

  /**
   * Names rows of what was proved to differ. That stays proved when they cannot be read: the log is then not complete.
   * Answers why not all were named and what to do, null when all went well. Rejects only when aborted.
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
    if (this.told.has(id)) return;
    if (this.isFull) {
      this.isComplete = false;
      return;
    }
    this.told.add(id);
    const row = describeFinding(this.tableId, finding, plan, this.rows.length < this.limits.samples);
    this.keep(this.limits.showValues ? row : withoutValues(row, this.rows.length));
    await this.onFinding(finding, plan);
  }

  private keep(row: RowDifference): void {
    this.rows.push(row);
    this.counts[row.kind]++;
  }
}

/** Pure: a finding as the API answers it. */
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
 * Pure: the row with its key, and the names of the columns that differ, and no other value. Without a key every column
 * stands in its place: then only its number is left. (A digest would not hide a value that can be guessed.)
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
