import type { ChecksumResult, RowDifferenceKind } from '@cutover/contracts';
import type { ComparedTable } from '../../checksum/comparison/table-plan.js';
import type { RowFinding } from '../../checksum/comparison/drill-down/difference-log.js';
import { assembleScript } from '../../checksum/repair/assemble-script.js';
import type { RepairDialect, RepairedTable, RowRepair } from '../../checksum/repair/repair-dialect.js';

/** Statements are held until the end, because rows that are in the way go first; more than this is not held. */
const mostCharacters = 32_000_000;

type Repair = RowRepair & { kind: RowDifferenceKind };

/** Collects repair statements, and makes the script of them. */
export class RepairCollection {
  private readonly repairs = new Map<string, Repair[]>();
  private readonly targets = new Map<string, RepairedTable>();
  private readonly cutShort = new Set<string>();
  private characters = 0;

  constructor(
    private readonly dialect: RepairDialect,
    private readonly limit = mostCharacters,
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

  /** The table is begun anew, in another mode. */
  forget(table: string): void {
    for (const repair of this.repairs.get(table) ?? []) this.characters -= lengthOf(repair);
    this.repairs.delete(table);
    this.cutShort.delete(table);
  }

  /** Where the script of this table will be run. */
  noteTarget(table: string, target: RepairedTable): void {
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
    return assembleScript(this.dialect, { ...where, position, isComplete, rows: differences, now }, repairs);
  }
}

function lengthOf({ removal, sql }: RowRepair): number {
  return (removal?.length ?? 0) + sql.length;
}
