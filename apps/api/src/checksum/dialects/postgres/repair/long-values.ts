import type { StatementRunnerLike } from '@cutover/databases';
import { quoteIdentifier } from '@cutover/databases/postgres';
import { longValue } from '../../../../proof/dialects/postgres/carried-value.js';
import type { RowFinding } from '../../../comparison/drill-down/difference-log.js';
import type { ComparedTable } from '../../../comparison/table-plan.js';
import type { LongValues } from '../../../repair/repair-dialect.js';
import { writtenColumns } from '../../../repair/written-columns.js';
import { textOf } from '../digest/row-expression.js';
import { tableOf } from '../digest/digest-plan.js';
import { keyIs } from './row-location.js';
import { valueGuard } from './value-literal.js';

/** So many bytes of long values may be in the statement of one row. */
export const mostBytesOfARow = 4_000_000;
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
    const lengthOf = (index: number): number => longValue(source[index] ?? '')?.bytes ?? 0;
    const indexes = writtenColumns(finding, plan).filter((index) => lengthOf(index) > 0);
    const bytes = indexes.reduce((sum, index) => sum + lengthOf(index), 0);
    if (indexes.length === 0 || bytes > Math.min(mostBytesOfARow, this.leftBytes)) return finding;
    this.leftBytes -= bytes;
    try {
      const bounds = { timeoutMs: readMs, signal: this.signal };
      const [row] = await this.source.query<Record<string, string | null>>(
        longValuesStatement(plan, finding, indexes),
        [],
        bounds,
      );
      return { ...finding, source: source.map((value, index) => wholeValue(row?.[`v${index}`]) ?? value) };
    } catch {
      // After one failure nothing more is read. The script says of each such row that it is not repaired.
      this.leftBytes = 0;
      return finding;
    }
  }
}

/** As a value is carried that is not long: see carried-value.ts. */
function wholeValue(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text.startsWith('#') ? `#${text}` : text;
}

function longValuesStatement(plan: ComparedTable, finding: RowFinding, indexes: readonly number[]): string {
  const guarded = plan.key === null ? [...plan.columns.keys()] : indexes;
  const conditions = guarded.flatMap((index) => {
    const column = plan.columns[index];
    return column === undefined ? [] : [valueGuard(column, finding.source?.[index] ?? null)];
  });
  const values = indexes.map(
    (index) => `${textOf(`r.${quoteIdentifier(plan.columns[index]?.name ?? '')}`)} AS v${index}`,
  );
  const isRow = [...(plan.key === null ? [] : [keyIs(finding, plan)]), ...conditions].join(' AND ');
  return `SELECT ${values.join(', ')} FROM ${tableOf(plan)} WHERE ${isRow} LIMIT 1`;
}
