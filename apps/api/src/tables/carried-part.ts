import type { ColumnDefinition, TableDefinition } from './definition/table-definition.js';

/** What replication carries of a table: the part that the target is meant to hold. */
export interface CarriedPart {
  /**
   * SQL condition, in parentheses, that is true for the rows of the source that are carried, of which nothing else is on the
   * target; null: all rows. Its columns stand without a table before them. From the catalog of the source.
   */
  rows: string | null;
  /** Other tables inherit from it (PostgreSQL): each is replicated and compared as a table of its own, and its rows are left out here. */
  isOnly: boolean;
  /** Columns that are not carried. The target may lack them. */
  leftOut: readonly string[];
  /**
   * Columns that the source computes, stores and sends like any other, so that the target does not compute them: there they are
   * ordinary ones (PostgreSQL 18).
   */
  sent: readonly string[];
  /** Who carries the table, as people name it: `the publication p`. */
  carrier: string;
  /** Another text once what carries the table was changed, even if it was changed back. */
  mark: string;
}

/** Why a table is not compared: the reason says what to do. */
export interface NotComparable {
  obstacle: string;
}

/** All of a table, where nothing can be left out. */
export const wholeTable: CarriedPart = {
  ...{ rows: null, isOnly: false, leftOut: [], sent: [] },
  ...{ carrier: 'replication', mark: '' },
};

/** Longest condition that is shown. */
const longestShown = 300;

/** Pure: what people should know beside every verdict on a part of a table; empty for a whole one. */
export function partNotes({ rows, leftOut, sent, carrier }: CarriedPart): string[] {
  return [
    ...(rows === null ? [] : [rowsNote(rows, carrier)]),
    ...(leftOut.length === 0 ? [] : [columnsNote(leftOut)]),
    ...sent.map(sentNote),
  ];
}

/** Pure: says of numbers of rows that they are those of a part; null: they are those of the whole table. */
export function countedNote({ rows, carrier }: CarriedPart): string | null {
  return rows === null ? null : rowsNote(rows, carrier);
}

function rowsNote(rows: string, carrier: string): string {
  const shown = rows.length <= longestShown ? rows : `${rows.slice(0, longestShown)}…`;
  return `A part of the table: ${carrier} carries only the rows of the source WHERE ${shown}, and every row of the target was compared with those`;
}

function columnsNote(leftOut: readonly string[]): string {
  const [first = ''] = leftOut;
  return leftOut.length === 1
    ? `A part of the table: column ${first} is not replicated and was not compared`
    : `A part of the table: columns ${leftOut.join(', ')} are not replicated and were not compared`;
}

function sentNote(name: string): string {
  return `Column ${name} is computed on the source and an ordinary one on the target: replication sends its values, which were compared. After the cutover nobody computes it there`;
}

/**
 * Pure: the definition without columns that are not carried, and with computed ones that are sent as the ordinary ones that they are
 * to the target. A key that needs a column that is not carried is no key of the part.
 */
export function definitionOfPart(
  found: TableDefinition,
  { leftOut, sent }: Pick<CarriedPart, 'leftOut' | 'sent'>,
): TableDefinition {
  const definition = sent.length === 0 ? found : { ...found, columns: found.columns.map((each) => asSent(each, sent)) };
  if (leftOut.length === 0) return definition;
  const isCarried = (name: string): boolean => !leftOut.includes(name);
  return {
    ...definition,
    columns: definition.columns.filter(({ name }) => isCarried(name)),
    notCarried: definition.columns.filter(({ name }) => !isCarried(name)),
    uniqueKeys: definition.uniqueKeys.filter(({ columns }) => columns.every(isCarried)),
  };
}

function asSent(column: ColumnDefinition, sent: readonly string[]): ColumnDefinition {
  return column.generation === 'stored' && sent.includes(column.name) ? { ...column, generation: 'plain' } : column;
}

/** Pure: whether nothing of what carries the table was changed in between. */
export function isSamePart(a: CarriedPart, b: CarriedPart): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Why nothing is proved of a table of which replication may carry another part now. */
export const partReason =
  'What the publications of the table carry was changed during the check: it is compared again in the next run';
