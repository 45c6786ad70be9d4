import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { catalogOf, type CatalogParts } from '@cutover/databases/postgres';
import type { WhyNotWhole } from '../../tables-dialect.js';

/** One row for each table of this name: what keeps its rows from being all there. $1: schema, $2: table. */
const tableStatement = `
  SELECT c.relpersistence = 'u' AS "isUnlogged", pg_catalog.row_security_active(c.oid) AS "isRestricted"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`;

/** Subscriptions of this database, as the target knows them, and how far the first copy of the table is. Readable by all. */
const subscriptionStatement = `
  WITH RECURSIVE tree AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
    UNION ALL
    SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree t ON t.oid = i.inhparent
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )
  SELECT s.subname AS subscription, s.subpublications AS publications,
         EXISTS (SELECT FROM pg_catalog.pg_subscription_rel r JOIN tree ON tree.oid = r.srrelid
                 WHERE r.srsubid = s.oid AND r.srsubstate <> 'r') AS "isCopying"
  FROM pg_catalog.pg_subscription s
  WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`;

/**
 * What publications leave out of the table, on the source. A table may be published by itself, with all of its schema, with all
 * tables, or as a part of the partitioned table above it. $3: publications that the target reads.
 */
const publicationStatement = ({ rowFilter, columnList, publishedSchemas }: CatalogParts): string => `
  WITH RECURSIVE up AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = $2
    UNION ALL
    SELECT i.inhparent FROM pg_catalog.pg_inherits i JOIN up ON up.oid = i.inhrelid
    JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid AND child.relispartition
  )
  SELECT p.pubname AS publication, ${rowFilter} IS NOT NULL AS "hasFilter",
         ${columnList} IS NOT NULL AND EXISTS (
           SELECT FROM pg_catalog.pg_attribute a
           WHERE a.attrelid = r.prrelid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             AND a.attnum <> ALL (${columnList})
         ) AS "leavesColumns"
  FROM pg_catalog.pg_publication p LEFT JOIN pg_catalog.pg_publication_rel r
    ON r.prpubid = p.oid AND r.prrelid IN (SELECT oid FROM up)
  WHERE p.pubname = ANY ($3) AND (
    r.prrelid IS NOT NULL OR p.puballtables OR EXISTS (
      SELECT FROM ${publishedSchemas} s JOIN pg_catalog.pg_namespace n ON n.oid = s.pnnspid
      WHERE s.pnpubid = p.oid AND n.nspname = $1
    )
  )`;

interface SubscriptionRow {
  subscription: string;
  publications: string[];
  isCopying: boolean;
}

interface PartRow {
  publication: string;
  hasFilter: boolean;
  /** A column list without some of the columns that could be published. */
  leavesColumns: boolean;
}

interface TableRow {
  isUnlogged: boolean;
  isRestricted: boolean;
}

/** See TablesDialect.whyNotWhole. */
export const whyNotWhole: WhyNotWhole = async (servers, { database, name }, bounds) => {
  const ask = async <Row extends object>(server: ServerConnection, sql: string, more: unknown[] = []): Promise<Row[]> =>
    server.query<Row>(sql, [database, name, ...more], bounds satisfies StatementBounds);
  for (const role of ['source', 'target'] as const) {
    const [table] = await ask<TableRow>(servers[role], tableStatement);
    if (table?.isRestricted === true)
      return `row security hides rows of the table from the account on the ${role}: run there ALTER ROLE … BYPASSRLS (Amazon RDS: GRANT the role that owns the table), or compare it by other means`;
    if (table?.isUnlogged === true)
      return `the table is UNLOGGED on the ${role}: its rows are not replicated, or are gone after a crash; ALTER TABLE … SET LOGGED, or leave it out with excludeTables`;
  }
  const subscriptions = await ask<SubscriptionRow>(servers.target, subscriptionStatement);
  const copied = subscriptions.find(({ isCopying }) => isCopying);
  if (copied !== undefined)
    return `the first copy of the table by the subscription ${copied.subscription} is not finished: it is compared when it is`;
  const read = [...new Set(subscriptions.flatMap(({ publications }) => publications))];
  const parts = await ask<PartRow>(servers.source, publicationStatement(catalogOf(servers.source)), [read]);
  // What one publication filters out, another one may carry: rows that either carries arrive.
  const filtered = parts.every(({ hasFilter }) => hasFilter) ? parts[0] : undefined;
  const part = filtered ?? parts.find(({ leavesColumns }) => leavesColumns);
  if (part === undefined) return null;
  const what = part.hasFilter ? 'some rows (a row filter)' : 'some columns (a column list)';
  return `the publication ${part.publication} carries only ${what} of the table, so the target is meant to differ: compare that part by other means, or publish the table whole`;
};
