import { quoteTable } from '../../connections/quote-identifier.js';

/** EXTENDED: always computed from the rows. Without it a MyISAM or Aria table with CHECKSUM=1 answers from a kept counter. */
export function checksumStatement(database: string, table: string): string {
  return `CHECKSUM TABLE ${quoteTable(database, table)} EXTENDED`;
}

/** `Checksum` is NULL for a view, a table that is gone, and one that could not be read; the statement does not fail then. */
export interface ChecksumRow {
  Table: string;
  Checksum: string | number | null;
}
