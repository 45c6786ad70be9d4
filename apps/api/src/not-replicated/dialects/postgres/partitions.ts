import {
  meant,
  quoted,
  relationColumns,
  relationFound,
  rowsAtMost,
  told,
  withTable,
  isWatched,
  type Part,
  type RelationRow,
} from './part.js';

/** Partitions that replicate under their own names, because no publication says `publish_via_partition_root`. $4: publications. */
const publishedStatement = `
  SELECT ${relationColumns}
  FROM ${withTable}
  WHERE c.relispartition AND c.relkind = 'r' AND ${isWatched} AND c.oid IN (
    SELECT o.relid FROM pg_catalog.pg_publication p CROSS JOIN LATERAL pg_catalog.pg_get_publication_tables(p.pubname::text) o
    WHERE p.pubname = ANY ($4) AND NOT p.pubviaroot)
  ORDER BY 1, 2 LIMIT ${rowsAtMost}`;

/** Under which table these relations stand; themselves where they are no partition. $1, $2: schemas and names. */
const rootsStatement = `
  SELECT ${relationColumns}
  FROM ${withTable}
  WHERE c.relkind IN ('r', 'p') AND (n.nspname, c.relname) IN
    (SELECT w.s, w.t FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS w (s, t))`;

/**
 * Partitions whose rows come to the target, and are not in the table that people read there. One that is missing altogether is
 * told by the list of tables, and ends the first copy.
 */
export const readPartitions: Part = async (asked) => {
  const published = meant(
    await asked.ask<RelationRow>('source', publishedStatement, [...asked.scope, asked.publications]),
    asked,
  );
  if (published.length === 0) return told();
  const names = [published.map(({ schema }) => schema), published.map(({ name }) => name)];
  const onTarget = await asked.ask<RelationRow>('target', rootsStatement, names);
  const keyOf = ({ schema, name }: RelationRow): string => JSON.stringify([schema, name]);
  const roots = new Map(onTarget.map((row) => [keyOf(row), row]));
  return told(
    ...published.flatMap((row) => {
      const there = roots.get(keyOf(row));
      if (there === undefined) return [];
      if (there.table_schema === row.table_schema && there.table_name === row.table_name) return [];
      const isAlone = there.table_schema === there.schema && there.table_name === there.name;
      const stands = isAlone ? 'stands alone' : `part of ${there.table_schema}.${there.table_name}`;
      const root = quoted({ schema: row.table_schema, name: row.table_name });
      return [
        relationFound('detached-partition', 'target', row, { note: `${stands} there, part of ${root} on the source` }),
      ];
    }),
  );
};
