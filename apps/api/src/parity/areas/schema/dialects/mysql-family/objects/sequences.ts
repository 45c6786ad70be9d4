import { printTableName } from '@cutover/databases';
import { quoteTable, quoteText } from '@cutover/databases/mysql-family';
import type { SchemaCounter, SchemaObject } from '../../../schema-object.js';
import { inDatabase } from '../object-of.js';

/** One sequence of MariaDB, as it answers for itself. */
export interface SequenceRow {
  db: string;
  name: string;
  next: string;
  smallest: string;
  largest: string;
  start: string;
  step: string;
  cache: string;
  cycles: string;
}

/** So many are asked at once: a statement of thousands of parts would be too long. */
export const sequencesAtOnce = 500;

/** Numbers that a server takes for sessions to come where a sequence says nothing of it: the default of CACHE. */
const ordinaryCache = 1_000n;

/** One statement for all: a sequence is a table of one row, and no view of the catalog has them before MariaDB 11.5. */
export function sequencesStatement(names: readonly { db: string; name: string }[]): string {
  const text = (column: string): string => `CAST(${column} AS CHAR)`;
  const each = names.map(
    ({ db, name }) =>
      `SELECT ${quoteText(db)} AS db, ${quoteText(name)} AS name, ${text('next_not_cached_value')} AS next, ` +
      `${text('minimum_value')} AS smallest, ${text('maximum_value')} AS largest, ${text('start_value')} AS start, ` +
      `${text('increment')} AS step, ${text('cache_size')} AS cache, ${text('cycle_option')} AS cycles FROM ${quoteTable(db, name)}`,
  );
  return each.join(' UNION ALL ');
}

/** Pure: sequences, and the numbers that they give out. */
export function sequenceObjects(rows: readonly SequenceRow[]): { objects: SchemaObject[]; counters: SchemaCounter[] } {
  return {
    objects: rows.map((row) => {
      const { db, name, smallest, largest, start, step, cache, cycles } = row;
      const terms =
        `START WITH ${start} MINVALUE ${smallest} MAXVALUE ${largest} INCREMENT BY ${step} ` +
        `${cache === '0' ? 'NOCACHE' : `CACHE ${cache}`} ${cycles === '0' ? 'NOCYCLE' : 'CYCLE'}`;
      return inDatabase(row, 'sequence', {
        shown: terms,
        // Both: where the source gives out numbers already, a new one would begin again.
        make: [`CREATE SEQUENCE ${quoteTable(db, name)} ${terms}`, setStatement(row, row.next)],
        remove: [`DROP SEQUENCE ${quoteTable(db, name)}`],
        changeInto: [`ALTER SEQUENCE ${quoteTable(db, name)} ${terms}`],
      });
    }),
    counters: rows.map((row) => ({
      ...{ database: row.db, object: printTableName({ database: row.db, name: row.name }), part: 'sequence' },
      ...{ next: BigInt(row.next), largest: BigInt(row.largest), isDescending: row.step.startsWith('-') },
      ...{ cycles: row.cycles !== '0', mayBeAhead: ordinaryCache },
      raiseTo: (next) => [setStatement(row, String(next))],
    })),
  };
}

/** The 0 says that this number was not given out yet. */
function setStatement({ db, name }: SequenceRow, next: string): string {
  return `SELECT SETVAL(${quoteTable(db, name)}, ${next}, 0)`;
}
