import type { StatementRunnerLike } from '@cutover/databases';
import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { keyColumnsOf, type ComparedTable, type RowValues } from '../../../comparison/table-plan.js';
import { keyCondition } from '../chunks/range-condition.js';
import { fromOf } from '../digest/digest-plan.js';
import type { RowFinding } from '../../../comparison/drill-down/difference-log.js';
import type { LongValues } from '../../../repair/repair-dialect.js';
import { bytesOf, tooLongBytes } from '../rows/row-values.js';
import { valueGuard } from './value-literal.js';
import { writtenColumns } from '../../../repair/written-columns.js';

/** So many bytes of long values may be in the statement of one row: hexadecimal doubles them, and it must fit a packet. */
export const mostBytesOfARow = 1_900_000;
/** So many bytes of long values are read for one script. Rows beyond are better copied by other means. */
export const mostBytesOfAScript = 16_000_000;
/** Time limit for reading one row. With a key it is found at once; without one the table is searched. */
const readMs = 10_000;

/**
 * Reads the long values that a repair statement must write, and of which the comparison keeps only length and digest.
 * One row at a time, outside of snapshots: length and digest prove that the value is still the one that was compared.
 */
export class SourceLongValues implements LongValues {
  private leftBytes = mostBytesOfAScript;

  constructor(
    private readonly source: StatementRunnerLike,
    private readonly signal: AbortSignal,
  ) {}

  /** See LongValues. */
  async fill(finding: RowFinding, plan: ComparedTable): Promise<RowFinding> {
    const { source } = finding;
    if (source === null) return finding;
    const indexes = writtenColumns(finding, plan).filter((index) => tooLongBytes(source[index]) !== null);
    const bytes = indexes.reduce((sum, index) => sum + (tooLongBytes(source[index]) ?? 0), 0);
    if (indexes.length === 0 || bytes > Math.min(mostBytesOfARow, this.leftBytes)) return finding;
    this.leftBytes -= bytes;
    try {
      const sql = longValuesStatement(plan, finding.key, source, indexes);
      const [row] = await this.source.query<Record<string, string | null>>(sql, [], {
        ...{ timeoutMs: readMs, signal: this.signal },
      });
      return { ...finding, source: source.map((value, index) => row?.[`v${index}`] ?? value) };
    } catch {
      // After one failure nothing more is read. The script says of each such row that it is not repaired.
      this.leftBytes = 0;
      return finding;
    }
  }
}

/**
 * HEX of a value that does not fit max_allowed_packet is NULL. That cannot be taken for a value, because NULL is not
 * long.
 */
function longValuesStatement(
  plan: ComparedTable,
  key: readonly string[],
  source: RowValues,
  indexes: readonly number[],
): string {
  const chosen = plan.columns.map((column, index) => ({ column, index }));
  const guarded = plan.key === null ? chosen : chosen.filter(({ index }) => indexes.includes(index));
  const values = chosen.filter(({ index }) => indexes.includes(index));
  const conditions = [
    ...(plan.key === null ? [] : [keyCondition(keyColumnsOf(plan), key)]),
    ...guarded.map(({ column, index }) => valueGuard(column, source[index] ?? null)),
  ];
  return (
    `SELECT ${values.map(({ column, index }) => `HEX(${bytesOf(column)}) AS ${quoteIdentifier(`v${index}`)}`).join(', ')} ` +
    `FROM ${fromOf(plan)} WHERE ${conditions.join(' AND ')} LIMIT 1`
  );
}
