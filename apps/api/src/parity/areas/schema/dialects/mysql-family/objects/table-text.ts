import { quoteIdentifier } from '@cutover/databases/mysql-family';
import type { SchemaObject } from '../../../schema-object.js';
import { alter, partOf } from '../object-of.js';

/** What of a table the catalog does not tell, and SHOW CREATE TABLE does. */
export interface TableText {
  /** How rows are spread over the partitions of KEY, and over subpartitions; null: as servers do today. */
  keyAlgorithm: string | null;
  subKeyAlgorithm: string | null;
  /** Periods of application time (MariaDB), by name: the columns in which they begin and end. */
  periods: ReadonlyMap<string, readonly [string, string]>;
  /** Indexes whose rows may not overlap in time: name to the list of their parts, as printed. */
  withoutOverlaps: ReadonlyMap<string, string>;
}

const quoted = '(`(?:[^`]|``)*`)';
const periodLine = new RegExp(`^ +PERIOD FOR ${quoted} \\(${quoted}, ?${quoted}\\),?$`, 'gm');
const keyLine = new RegExp(`^ +(?:PRIMARY KEY|UNIQUE KEY ${quoted}) (\\(.*${quoted} WITHOUT OVERLAPS\\))`, 'gm');

/** Pure: reads what SHOW CREATE TABLE printed. A text within it keeps its line breaks as `\n`, so that lines are those of the server. */
export function tableTextOf(printed: string): TableText {
  // What stands after the columns and keys: a comment of a column is none of it.
  const end = printed.slice(printed.lastIndexOf('\n) '));
  // MySQL closes and opens comments for versions before and after it.
  const algorithm = (of: RegExp): string | null => of.exec(end)?.[1] ?? null;
  return {
    keyAlgorithm: algorithm(/\bPARTITION BY (?:LINEAR )?KEY[\s*/!\d]*ALGORITHM = (\d+)/),
    subKeyAlgorithm: algorithm(/\bSUBPARTITION BY (?:LINEAR )?KEY[\s*/!\d]*ALGORITHM = (\d+)/),
    periods: new Map(
      [...printed.matchAll(periodLine)].map(([, name = '', from = '', to = '']) => [
        nameOf(name),
        [nameOf(from), nameOf(to)],
      ]),
    ),
    withoutOverlaps: new Map(
      [...printed.matchAll(keyLine)].map(([, name, parts = '']) => [
        name === undefined ? 'PRIMARY' : nameOf(name),
        parts,
      ]),
    ),
  };
}

function nameOf(printed: string): string {
  return printed.slice(1, -1).replaceAll('``', '`');
}

/** Pure: the periods of a table. The catalog shows the check that each of them brings, and nothing else. */
export function periodObjects(at: { db: string; name: string }, { periods }: TableText): SchemaObject[] {
  return [...periods].map(([name, columns]) => {
    const shown = `PERIOD FOR ${quoteIdentifier(name)} (${columns.map(quoteIdentifier).join(', ')})`;
    return partOf(at, 'period', name, {
      ...{ shown, compared: shown.toLowerCase() },
      make: [alter(at, `ADD ${shown}`)],
      remove: [alter(at, `DROP PERIOD FOR ${quoteIdentifier(name)}`)],
      note: 'Every row is looked at: it fails where one does not end after its beginning.',
    });
  });
}
