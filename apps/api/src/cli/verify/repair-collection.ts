import type { ChecksumResult } from '@cutover/contracts';
import type { DigestPlan } from '../../checksum/exact/digest/digest-plan.js';
import type { RowFinding } from '../../checksum/exact/drill-down/difference-log.js';
import { repairScript, type RepairStatement } from '../../checksum/exact/repair/repair-script.js';
import { repairStatement } from '../../checksum/exact/repair/repair-statement.js';

/** Statements are held until the end, because extra rows go first; more than this is not held. */
const mostCharacters = 32_000_000;

/** Collects repair statements, and makes the script of them. */
export class RepairCollection {
  private readonly statements = new Map<string, Map<string, RepairStatement>>();
  private readonly sideEffects = new Map<string, readonly string[]>();
  private readonly cutShort = new Set<string>();
  private characters = 0;

  constructor(private readonly limit = mostCharacters) {}

  /** A row of a table that was begun anew comes again, and replaces what was known of it. */
  add(finding: RowFinding, plan: DigestPlan): void {
    const table = `${plan.database}.${plan.table}`;
    const sql = repairStatement(finding, plan);
    if (this.characters + sql.length > this.limit) {
      this.cutShort.add(table);
      return;
    }
    this.characters += sql.length;
    const known = this.statements.get(table) ?? new Map<string, RepairStatement>();
    // Without a key, equal rows are rows of their own.
    known.set(plan.key === null ? `row ${known.size}` : JSON.stringify(finding.key), { kind: finding.kind, sql });
    this.statements.set(table, known);
  }

  /** Comments of sideEffectLines, for the script of this table. */
  noteSideEffects(table: string, lines: readonly string[]): void {
    this.sideEffects.set(table, lines);
  }

  /** The whole file. Diverged tables whose rows could not all be named are said to be incomplete. */
  script(results: readonly ChecksumResult[], now: string): string {
    const diverged = results.filter(({ verdict }) => verdict === 'diverged');
    if (diverged.length === 0) return '-- No table was found diverged: nothing to repair.\n';
    return `${diverged.flatMap((result) => this.scriptOf(result, now)).join('\n')}\n`;
  }

  private scriptOf({ table, position, differences }: ChecksumResult, now: string): string[] {
    const isComplete = differences.complete && !this.cutShort.has(table);
    const statements = [...(this.statements.get(table)?.values() ?? [])];
    const sideEffects = this.sideEffects.get(table) ?? [];
    return repairScript({ table, position, isComplete, sideEffects, now }, statements);
  }
}
