import type { ChecksumResult, RowDifferenceKind } from '@cutover/contracts';
import type { ComparedTable } from '../../checksum/comparison/table-plan.js';
import type { RowFinding } from '../../checksum/comparison/drill-down/difference-log.js';
import { assembleScript } from '../../checksum/repair/assemble-script.js';
import type { RepairDialect, RepairedTable, RowRepair } from '../../checksum/repair/repair-dialect.js';

/**
 * All statements are kept in memory until the end, because rows that are in the way go first. More characters than
 * this are not kept: the script then says that it is not complete.
 */
export const mostRepairCharacters = 32_000_000;

type Repair = RowRepair & { kind: RowDifferenceKind };

/** Collects the repair of each row that differs, and writes the script of them. */
export class RepairCollection {
  private readonly repairs = new Map<string, Repair[]>();
  private readonly targets = new Map<string, RepairedTable>();
  private readonly cutShort = new Set<string>();
  private characters = 0;

  constructor(
    private readonly dialect: RepairDialect,
    private readonly limit = mostRepairCharacters,
  ) {}

  add(finding: RowFinding, plan: ComparedTable): void {
    const table = `${plan.database}.${plan.table}`;
    const repair = { kind: finding.kind, ...this.dialect.rowRepair(finding, plan) };
    const characters = lengthOf(repair);
    if (this.characters + characters > this.limit) {
      this.cutShort.add(table);
      return;
    }
    this.characters += characters;
    const known = this.repairs.get(table) ?? [];
    known.push(repair);
    this.repairs.set(table, known);
  }

  /** Forgets the rows of a table that is compared again from the beginning, in another mode. */
  forget(table: string): void {
    for (const repair of this.repairs.get(table) ?? []) this.characters -= lengthOf(repair);
    this.repairs.delete(table);
    this.cutShort.delete(table);
  }

  /** Says which server the script of this table is for. */
  noteTarget(table: string, target: RepairedTable): void {
    this.targets.set(table, target);
  }

  /** The text of the whole file. Where not all rows of a diverged table are in it, it says so. */
  script(results: readonly ChecksumResult[], now: string): string {
    const diverged = results.filter(({ verdict }) => verdict === 'diverged');
    if (diverged.length === 0) return '-- No table was found diverged: nothing to repair.\n';
    return `${diverged.flatMap((result) => this.scriptOf(result, now)).join('\n')}\n`;
  }

  private scriptOf({ table, position, differences }: ChecksumResult, now: string): string[] {
    const isComplete = differences.complete && !this.cutShort.has(table);
    const where = this.targets.get(table);
    if (where === undefined) throw new Error(`${table}: its target was not noted`);
    const repairs = this.repairs.get(table) ?? [];
    return assembleScript(this.dialect, { ...where, position, isComplete, rows: differences, now }, repairs);
  }
}

function lengthOf({ removal, sql }: RowRepair): number {
  return (removal?.length ?? 0) + sql.length;
}
