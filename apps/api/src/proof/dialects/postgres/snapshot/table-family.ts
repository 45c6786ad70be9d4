import type { Role } from '@cutover/contracts';
import type { DedicatedSession, ServerConnection, TableName } from '@cutover/databases';
import { quoteIdentifier } from '@cutover/databases/postgres';
import { SideUnreadable } from '../../../side-unreadable.js';
import { TableChanged } from '../../../snapshot/snapshot-failures.js';

const bounds = { timeoutMs: 10_000 };

/**
 * A table with its partitions, and the partitioned tables above it (`is_above`). Tables that inherit from it without being its
 * partitions are tables of their own. `mark` names the versions of the rows of the catalog that describe one: it is another once DDL was
 * committed. Changes of rows, VACUUM and ANALYZE leave it alone.
 */
const familyStatement = `
  WITH RECURSIVE own AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
  ), below AS (
    SELECT oid FROM own
    UNION
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN below b ON b.oid = i.inhparent
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  ), above AS (
    SELECT oid FROM own
    UNION
    SELECT i.inhparent FROM pg_catalog.pg_inherits i JOIN above a ON a.oid = i.inhrelid
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  ), family AS (
    SELECT oid, false AS is_above FROM below
    UNION ALL
    SELECT oid, true FROM above WHERE oid NOT IN (SELECT oid FROM own)
  )
  SELECT f.oid, f.is_above, n.nspname AS schema, c.relname AS name,
         pg_catalog.concat_ws(' ', c.xmin, c.relfilenode,
           (SELECT pg_catalog.string_agg(a.attnum || ':' || a.xmin::text, ',' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = f.oid),
           (SELECT pg_catalog.string_agg(i.inhparent || ':' || i.xmin::text, ',' ORDER BY i.inhparent)
            FROM pg_catalog.pg_inherits i WHERE i.inhrelid = f.oid)) AS mark
  FROM family f JOIN pg_catalog.pg_class c ON c.oid = f.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  ORDER BY f.oid`;

/** One table of a family. */
export interface FamilyRow {
  oid: number;
  is_above: boolean;
  schema: string;
  name: string;
  mark: string;
}

/** A session whose snapshot shows one side, and the connection beside it, which shows that side as it is now. */
export interface SnapshotSide {
  role: Role;
  session: DedicatedSession;
  server: ServerConnection;
}

/**
 * Keeps DDL from the table until the snapshot ends, and makes sure that there was none since it was taken: a snapshot shows
 * rows as they were, but reads a table that was truncated or rewritten since as empty, and names as they are now. Answers
 * the table, its partitions and what is above. Rejects with SideUnreadable, because of TableChanged where there was DDL.
 */
export async function bindFamily(
  { role, session, server }: SnapshotSide,
  { database, name }: TableName,
): Promise<readonly FamilyRow[]> {
  try {
    // Reads no row. From here on DDL waits for us.
    await session.query(`SELECT FROM ${quoteIdentifier(database)}.${quoteIdentifier(name)} LIMIT 0`, [], bounds);
    const params = [database, name];
    const shown = await session.query<FamilyRow>(familyStatement, params, bounds);
    const now = await server.query<FamilyRow>(familyStatement, params, bounds);
    if (shown.length > 0 && JSON.stringify(shown) === JSON.stringify(now)) return shown;
  } catch (error) {
    throw new SideUnreadable(role, error);
  }
  throw new SideUnreadable(role, new TableChanged(`DDL during the check of ${name}`));
}
