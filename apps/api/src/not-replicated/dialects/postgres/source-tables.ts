import type { Statement } from '@cutover/contracts';
import type { FoundLeftBehind } from '../../not-replicated-dialect.js';
import {
  isWatched,
  meant,
  quote,
  quoted,
  relationColumns,
  relationFound,
  rowsAtMost,
  told,
  withTable,
  type Asked,
  type Part,
  type RelationRow,
} from './part.js';

/**
 * Tables of the source, partitions each for itself, that do not replicate or whose rows cannot be told apart. `$4`: publications.
 * The function takes publications one by one in every version, and lists partitions or the tables above them as the publication
 * says. A primary key or an index that identifies rows does so while it is valid, and a key not where it is deferrable.
 */
const tablesStatement = `
  WITH offered AS (
    SELECT o.relid, pg_catalog.bool_or(p.pubupdate OR p.pubdelete) AS changes
    FROM pg_catalog.pg_publication p CROSS JOIN LATERAL pg_catalog.pg_get_publication_tables(p.pubname::text) o
    WHERE p.pubname = ANY ($4) GROUP BY o.relid
  ), leaf AS (
    SELECT ${relationColumns}, c.relpersistence = 'u' AS is_unlogged, c.relreplident AS identity,
           EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid AND i.indimmediate) AS has_key,
           EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisvalid) AS has_index,
           (SELECT pg_catalog.bool_or(o.changes) FROM offered o
            WHERE o.relid = c.oid OR o.relid IN (SELECT a.relid FROM pg_catalog.pg_partition_ancestors(c.oid) a)) AS changes
    FROM ${withTable}
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${isWatched}
  )
  SELECT schema, name, table_schema, table_name, is_unlogged, has_key, changes IS NOT NULL AS is_published,
         COALESCE(changes, false) AND (identity = 'n' OR (identity = 'd' AND NOT has_key) OR (identity = 'i' AND NOT has_index)) AS lacks_identity
  FROM leaf
  WHERE is_unlogged OR changes IS NULL OR identity = 'n' OR (identity = 'd' AND NOT has_key) OR (identity = 'i' AND NOT has_index)
  ORDER BY schema, name LIMIT ${rowsAtMost}`;

interface TableRow extends RelationRow {
  is_unlogged: boolean;
  is_published: boolean;
  has_key: boolean;
  lacks_identity: boolean;
}

/** A publication of every table takes no other; one of a schema or of tables does. */
const publicationsStatement = `
  SELECT p.pubname AS name FROM pg_catalog.pg_publication p
  WHERE p.pubname = ANY ($1) AND NOT p.puballtables ORDER BY p.pubname`;

/** What of the watched tables the source does not send, or cannot change. */
export const readSourceTables: Part = async (asked) => {
  const { scope, publications, subscriptions } = asked;
  const rows = meant(await asked.ask<TableRow>('source', tablesStatement, [...scope, publications]), asked);
  const unlogged = rows.filter(({ is_unlogged }) => is_unlogged);
  // Without a subscription nothing replicates at all, which another check says.
  const isSubscribed = subscriptions.length > 0;
  const unpublished = isSubscribed ? rows.filter((row) => !row.is_published && !row.is_unlogged) : [];
  const mend = unpublished.length > 0 ? await publishingOf(asked) : () => [];
  return {
    ...told(
      ...unlogged.map((row) =>
        relationFound('unlogged-table', 'source', row, {
          statements: [{ on: 'source', sql: `ALTER TABLE ${quoted(row)} SET LOGGED;` }],
        }),
      ),
      ...unpublished.map((row) => relationFound('unpublished-table', 'source', row, { statements: mend(row) })),
      ...rows.filter(({ lacks_identity }) => lacks_identity).map(withoutIdentity),
    ),
    unknown: isSubscribed
      ? []
      : [{ kind: 'unpublished-table', reason: 'the target has no subscription in this database' }],
  };
};

/** How a table gets into the first publication that takes single ones. */
async function publishingOf({ ask, publications, subscriptions }: Asked): Promise<(row: RelationRow) => Statement[]> {
  const [first] = await ask<{ name: string }>('source', publicationsStatement, [publications]);
  const reader = subscriptions.find((each) => first !== undefined && each.publications.includes(first.name));
  if (first === undefined || reader === undefined) return () => [];
  const refresh = `ALTER SUBSCRIPTION ${quote(reader.name)} REFRESH PUBLICATION;`;
  return (row) => [
    { on: 'source', sql: `ALTER PUBLICATION ${quote(first.name)} ADD TABLE ${quoted(row)};` },
    { on: 'target', sql: refresh },
  ];
}

function withoutIdentity(row: TableRow): FoundLeftBehind {
  return relationFound('no-identity', 'source', row, {
    statements: [
      { on: 'source', sql: `ALTER TABLE ${quoted(row)} REPLICA IDENTITY ${row.has_key ? 'DEFAULT' : 'FULL'};` },
    ],
  });
}
