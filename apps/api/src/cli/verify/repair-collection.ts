import type { ChecksumResult, RowDifferenceKind } from '@cutover/contracts';
import type { ComparedTable } from '../../checksum/comparison/table-plan.js';
import type { RowFinding } from '../../checksum/comparison/drill-down/difference-log.js';
import type { Guarded } from '../../checksum/dialects/mysql-family/repair/repair-guards.js';
import { repairScript } from '../../checksum/dialects/mysql-family/repair/repair-script.js';
import { rowRepair, type RowRepair } from '../../checksum/dialects/mysql-family/repair/row-repair.js';

/** Statements are held until the end, because rows that are in the way go first; more than this is not held. */
const mostCharacters = 32_000_000;

type Repair = RowRepair & { kind: RowDifferenceKind };

/** Collects repair statements, and makes the script of them. */
export class RepairCollection {
  private readonly repairs = new Map<string, Repair[]>();
  private readonly targets = new Map<string, Omit<Guarded, 'rows'>>();
  private readonly cutShort = new Set<string>();
  private characters = 0;

  constructor(private readonly limit = mostCharacters) {}

  add(finding: RowFinding, plan: ComparedTable): void {
    const table = `${plan.database}.${plan.table}`;
    const repair = { kind: finding.kind, ...rowRepair(finding, plan) };
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

  /** The table is begun anew, in another mode. */
  forget(table: string): void {
    for (const repair of this.repairs.get(table) ?? []) this.characters -= lengthOf(repair);
    this.repairs.delete(table);
    this.cutShort.delete(table);
  }

  /** Where the script of this table will be run. */
  noteTarget(table: string, target: Omit<Guarded, 'rows'>): void {
    this.targets.set(table, target);
  }

  /** The whole file. Diverged tables whose rows could not all be named are said to be incomplete. */
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
    return repairScript({ ...where, position, isComplete, rows: differences, now }, repairs);
  }
}

function lengthOf({ removal, sql }: RowRepair): number {
  return (removal?.length ?? 0) + sql.length;
}
