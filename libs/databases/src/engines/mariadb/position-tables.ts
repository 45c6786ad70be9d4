import { isRightMissing } from '../mysql-family/failures.js';
import { quoteTable } from '../mysql-family/quote-identifier.js';

/**
 * Where MariaDB keeps what it has applied: `mysql.gtid_slave_pos`, and one more table for each storage engine that
 * gtid_pos_auto_engines has named. A server uses every one that exists, and each transaction is noted in one of them, so
 * a position that is read from some of them is too old, and nothing in it says so.
 */

/** The table that every MariaDB has. */
export const appliedPositionTable = 'gtid_slave_pos';

/** Those that the account may read. */
export const positionTablesStatement =
  'SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.TABLES ' +
  "WHERE TABLE_SCHEMA = 'mysql' AND TABLE_NAME LIKE 'gtid\\_slave\\_pos%'";

export interface PositionTableRow {
  name: string;
  engine: string | null;
}

/** All rows of these tables of `mysql`, as the transaction that reads them shows them: what the target has applied. */
export function appliedPositionStatement(tables: readonly string[]): string {
  return tables
    .map(
      (table) =>
        'SELECT CAST(domain_id AS CHAR) AS domain, CAST(sub_id AS CHAR) AS subId, CAST(server_id AS CHAR) AS serverId, ' +
        `CAST(seq_no AS CHAR) AS sequence FROM ${quoteTable('mysql', table)}`,
    )
    .join(' UNION ALL ');
}

/** One row of appliedPositionStatement. */
export interface AppliedRow {
  domain: string;
  subId: string;
  serverId: string;
  sequence: string;
}

/** The position by the server's own count. It is raised after a transaction was committed, with its row in a table. */
export const countedPositionStatement = 'SELECT @@GLOBAL.gtid_slave_pos AS gtid';

/**
 * Pure: whether rows that were read after the server's own count hold all of it. False proves that a table was not read.
 */
export function holdsPosition(rows: readonly AppliedRow[], counted: string): boolean {
  return counted
    .split(',')
    .filter((gtid) => gtid.trim() !== '')
    .every((gtid) => {
      const [domain, , sequence = '0'] = gtid.trim().split('-');
      return rows.some((row) => row.domain === domain && BigInt(row.sequence) >= BigInt(sequence));
    });
}

/** Storage engines that can have a table of their own. SEQUENCE says that it has transactions, and stores nothing. */
const transactionalEnginesStatement =
  "SELECT ENGINE AS name FROM information_schema.ENGINES WHERE TRANSACTIONS = 'YES' AND ENGINE <> 'SEQUENCE'";

type Query = <Row extends object>(sql: string) => Promise<Row[]>;

/** Rights to the tables that can hold what `visible` ones do not. A GRANT on one that is not there fails, and does no harm. */
export async function rightsToHiddenTables(query: Query, visible: readonly string[]): Promise<string[]> {
  const known = new Set(visible.map((name) => name.toLowerCase()));
  return (await query<{ name: string }>(transactionalEnginesStatement))
    .map(({ name }) => `${appliedPositionTable}_${name}`)
    .filter((table) => !known.has(table.toLowerCase()))
    .map(rightToRead);
}

/** Rights that are missing to read the whole applied position. Empty: nothing proves that one is. */
export async function missingPositionRights(query: Query): Promise<string[]> {
  const [counted] = await query<{ gtid: string | null }>(countedPositionStatement);
  const visible = (await query<PositionTableRow>(positionTablesStatement)).map(({ name }) => name);
  if (!visible.includes(appliedPositionTable)) return [rightToRead(appliedPositionTable)];
  const rows = await query<AppliedRow>(appliedPositionStatement(visible)).catch((error: unknown) => {
    if (isRightMissing(error)) return null;
    throw error;
  });
  if (rows === null) return visible.map(rightToRead);
  return holdsPosition(rows, counted?.gtid ?? '') ? [] : rightsToHiddenTables(query, visible);
}

/** What stands between GRANT and TO. */
export function rightToRead(table: string): string {
  return `SELECT ON ${quoteTable('mysql', table)}`;
}
