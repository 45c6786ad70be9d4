import type { FoundLeftBehind } from '../../not-replicated-dialect.js';
import {
  isWatched,
  meant,
  quoted,
  relationColumns,
  relationFound,
  rowsAtMost,
  told,
  withTable,
  type Part,
  type RelationRow,
} from './part.js';

/** Columns of an index, in no order, by name. */
const columnsOf = (index: string): string => `
  (SELECT pg_catalog.array_agg(a.attname::text) FROM pg_catalog.pg_attribute a
   WHERE a.attrelid = ${index}.indrelid AND a.attnum = ANY (${index}.indkey::int2[]))`;

/**
 * Tables of the target that a subscription writes to, and by which columns the apply worker finds a row: those of the index named
 * by REPLICA IDENTITY, else of the primary key, which must not be deferrable. Without either it needs the whole old row, and reads the table for it; since 16 it
 * may use another index that holds every row and begins with a column, not with an expression. $4: the tables of the source that
 * are asked of, as text; null: those of the target without either.
 */
const targetStatement = `
  SELECT * FROM (
    SELECT ${relationColumns},
           (SELECT ${columnsOf('i')} FROM pg_catalog.pg_index i
            WHERE i.indrelid = c.oid AND i.indisvalid AND i.indimmediate AND (i.indisreplident OR i.indisprimary)
            ORDER BY i.indisreplident DESC LIMIT 1) AS columns,
           EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                   JOIN pg_catalog.pg_am m ON m.oid = x.relam
                   WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL AND i.indkey[0] <> 0
                     AND m.amname = 'btree') AS has_other_index
    FROM ${withTable}
    JOIN pg_catalog.pg_subscription_rel r ON r.srrelid = c.oid
    WHERE c.relkind = 'r' AND ${isWatched}
  ) subscribed
  WHERE columns IS NULL OR schema || '.' || name = ANY ($4)
  ORDER BY schema, name LIMIT ${rowsAtMost}`;

interface TargetRow extends RelationRow {
  /** null: neither an index of REPLICA IDENTITY nor a primary key. */
  columns: string[] | null;
  has_other_index: boolean;
}

/** Tables of the source with an identity of their own choice: an index, or the whole row. $4: further tables that are asked of. */
const sourceStatement = `
  SELECT ${relationColumns}, c.relreplident AS identity,
         (SELECT ${columnsOf('i')} FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisreplident LIMIT 1) AS columns
  FROM ${withTable}
  WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND ${isWatched}
    AND (c.relreplident IN ('i', 'f') OR n.nspname || '.' || c.relname = ANY ($4))
  ORDER BY 1, 2 LIMIT ${rowsAtMost}`;

interface SourceRow extends RelationRow {
  identity: 'd' | 'n' | 'i' | 'f';
  columns: string[] | null;
}

const keyOf = ({ schema, name }: RelationRow): string => `${schema}.${name}`;

/** Whether the target finds the rows that an UPDATE or DELETE of the source is about, and at what cost. */
export const readIdentity: Part = async (asked) => {
  const { scope, versions } = asked;
  const chosen = await asked.ask<SourceRow>('source', sourceStatement, [...scope, []]);
  const targets = meant(await asked.ask<TargetRow>('target', targetStatement, [...scope, chosen.map(keyOf)]), asked);
  // Of those that only the target told of, the source says how it identifies rows.
  const sources = await asked.ask<SourceRow>('source', sourceStatement, [...scope, targets.map(keyOf)]);
  const onSource = new Map(sources.map((row) => [keyOf(row), row]));
  return told(
    ...targets.flatMap((target) => {
      const source = onSource.get(keyOf(target));
      return source === undefined ? [] : judge(source, target, versions.target);
    }),
  );
};

function judge(source: SourceRow, target: TargetRow, targetVersion: number): FoundLeftBehind[] {
  if (source.identity === 'f') {
    const isFound = target.columns !== null || (targetVersion >= 160_000 && target.has_other_index);
    return isFound ? [] : [relationFound('full-identity', 'target', target)];
  }
  // Nothing of it is changed by replication.
  if (source.identity === 'n') return [];
  const isSent = (column: string): boolean => source.identity === 'd' || source.columns?.includes(column) === true;
  if (target.columns !== null && target.columns.every(isSent)) return [];
  const note = target.columns === null ? 'no key' : `by ${target.columns.join(', ')}`;
  const sql = `ALTER TABLE ${quoted(source)} REPLICA IDENTITY FULL;`;
  const statements = target.columns === null ? [] : [{ on: 'source' as const, sql }];
  return [relationFound('identity-not-on-target', 'target', target, { note, statements })];
}
