import { wholeTable, type CarriedPart, type NotComparable } from '../../../carried-part.js';
import type { LeftOutColumn, PublicationRow, SubscriptionRow } from './statements.js';

/** What is known of a table beside who publishes it. */
export interface PublishedTable {
  isPartitioned: boolean;
  /** Tables inherit from it on a side, and it is not partitioned there. */
  hasChildren: boolean;
  subscriptions: readonly Pick<SubscriptionRow, 'subscription' | 'publications'>[];
}

/**
 * Pure: what the publications carry of a table together, as far as the source tells: whether the target computes a column that is
 * sent is for it to say. Where several carry it, a row arrives that the filter of one of them
 * lets through; one without a filter lets all through. NotComparable wherever PostgreSQL does more than that, or not only that.
 */
export function publishedPart(rows: readonly PublicationRow[], table: PublishedTable): CarriedPart | NotComparable {
  const mark = rows.map((row) => row.mark).join(', ');
  const whole: CarriedPart = {
    ...wholeTable,
    ...{ isOnly: table.hasChildren, sent: sentByAll(rows), carrier: carrierOf(rows), mark },
  };
  const limits = rows.map((row) => ({ ...row, columns: columnsOf(row) }));
  const limited = limits.filter(({ filter, columns }) => filter !== null || columns.length > 0);
  const [first] = limited;
  if (first === undefined) return whole;
  const what = first.filter === null ? 'some columns (a column list)' : 'some rows (a row filter)';
  const obstacle = obstacleTo(limits, limited, table);
  if (obstacle !== null)
    return {
      obstacle: `the publication ${first.publication} carries only ${what} of the table, and ${obstacle}: compare that part by other means, or publish the table whole`,
    };
  const filters = [...new Set(rows.flatMap(({ filter }) => filter ?? []))];
  const isFiltered = rows.every(({ filter }) => filter !== null);
  return {
    ...whole,
    rows: isFiltered ? anyOf(filters) : null,
    leftOut: limits[0]?.columns ?? [],
  };
}

/** A condition that is true where one of these is. */
function anyOf(filters: readonly string[]): string {
  const all = filters.map((filter) => `(${filter})`);
  return all.length === 1 ? all.join('') : `(${all.join(' OR ')})`;
}

/** Why it is not clear which part arrives; null: it is clear. */
function obstacleTo(
  rows: readonly (PublicationRow & { columns: string[] })[],
  limited: readonly PublicationRow[],
  { isPartitioned, hasChildren, subscriptions }: PublishedTable,
): string | null {
  const names = new Set(rows.map(({ publication }) => publication));
  const readers = subscriptions.filter(({ publications }) => publications.some((name) => names.has(name)));
  if (readers.length > 1)
    return `the subscriptions ${readers.map(({ subscription }) => subscription).join(' and ')} both read a publication of it`;
  if (rows.some(({ place }) => place !== 'itself'))
    return 'the table is not all that is published of it: partitions are, or the table above them';
  if (isPartitioned && rows.some(({ isViaRoot }) => !isViaRoot))
    return 'the table is partitioned, and not all its publications have publish_via_partition_root';
  const isFiltered = limited.some(({ filter }) => filter !== null);
  if (isFiltered && rows.some(({ isOfAllChanges }) => !isOfAllChanges))
    return 'not all its publications carry INSERT, UPDATE and DELETE, so that rows which leave the filter may stay on the target';
  if (isFiltered && hasChildren) return 'other tables inherit from it';
  if (new Set(rows.map(({ columns }) => JSON.stringify(columns))).size > 1)
    return 'its publications have different column lists, which the server refuses: give them the same';
  return null;
}

/**
 * Columns that this publication leaves out. One that lists all but computed columns leaves out nothing: those are sent only where
 * they are listed, or where the publication sends them of every table.
 */
function columnsOf({ leftOut }: PublicationRow): string[] {
  const columns = JSON.parse(leftOut ?? '[]') as LeftOutColumn[] | null;
  return columns?.some(({ isComputed }) => !isComputed) === true ? columns.map(({ name }) => name) : [];
}

/** Computed columns that every publication sends. Where they do not agree the server refuses to send anything of the table. */
function sentByAll(rows: readonly PublicationRow[]): string[] {
  const [first = [], ...others] = rows.map(({ sent }) => (JSON.parse(sent ?? '[]') as string[] | null) ?? []);
  return first.filter((name) => others.every((names) => names.includes(name)));
}

function carrierOf(rows: readonly PublicationRow[]): string {
  const names = [...new Set(rows.map(({ publication }) => publication))];
  return names.length === 1 ? `the publication ${names[0] ?? ''}` : `the publications ${names.join(', ')}`;
}
