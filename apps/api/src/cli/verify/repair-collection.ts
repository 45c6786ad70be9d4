import { repairScript, type RepairStatement } from '../../checksum/exact/repair/repair-script.js';
import { repairStatement } from '../../checksum/exact/repair/repair-statement.js';
import type { DigestPlan } from '../../checksum/exact/digest/digest-plan.js';
import type { RowFinding } from '../../checksum/exact/drill-down/difference-log.js';
import type { ChecksumResult } from '@cutover/contracts';

/** Statements are held until the end, because extra rows go first; more than this is not held. */
const mostCharacters = 32_000_000;

/** Collects repair statements, and makes the script of them. */
export class RepairCollection {
  private readonly statements = new Map<string, RepairStatement[]>();
  private readonly cutShort = new Set<string>();
  private characters = 0;

  constructor(private readonly limit = mostCharacters) {}

  add(finding: RowFinding, plan: DigestPlan): void {
    const table = `${plan.database}.${plan.table}`;
    const sql = repairStatement(finding, plan);
    if (this.characters + sql.length > this.limit) {
      this.cutShort.add(table);
      return;
    }
    this.characters += sql.length;
    const known = this.statements.get(table) ?? [];
    known.push({ kind: finding.kind, sql });
    this.statements.set(table, known);
  }

  /** The whole file. Diverged tables whose rows could not be named are said to be left out. */
  script(results: readonly ChecksumResult[], now: string): string {
    const diverged = results.filter(({ verdict }) => verdict === 'diverged');
    const lines = diverged.flatMap((result) => this.scriptOf(result, now));
    const none = '-- No table was found diverged: nothing to repair.';
    return `${[...(diverged.length === 0 ? [none] : lines)].join('\n')}\n`;
  }

  private scriptOf({ table, position, differences }: ChecksumResult, now: string): string[] {
    const isComplete = differences.complete && !this.cutShort.has(table);
    return repairScript({ table, position, isComplete, now }, this.statements.get(table) ?? []);
  }
}
