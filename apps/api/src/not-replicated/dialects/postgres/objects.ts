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

const foreignTablesStatement = `
  SELECT ${relationColumns} FROM ${withTable}
  WHERE c.relkind = 'f' AND ${isWatched} ORDER BY 1, 2 LIMIT ${rowsAtMost}`;

/** Foreign tables of the source: their rows are on a third server. */
export const readForeignTables: Part = async (asked) => {
  const rows = meant(await asked.ask<RelationRow>('source', foreignTablesStatement, asked.scope), asked);
  return told(...rows.map((row) => relationFound('foreign-table', 'source', row)));
};

const viewsStatement = `
  SELECT ${relationColumns}, c.relispopulated AS is_filled FROM ${withTable}
  WHERE c.relkind = 'm' AND ${isWatched} ORDER BY 1, 2 LIMIT ${rowsAtMost}`;

/** Materialized views of the target. One that was never filled refuses every query; the others are as old as their last REFRESH. */
export const readMaterializedViews: Part = async (asked) => {
  const rows = meant(
    await asked.ask<RelationRow & { is_filled: boolean }>('target', viewsStatement, asked.scope),
    asked,
  );
  return told(
    ...rows.map((row) => ({
      ...relationFound(row.is_filled ? 'view-to-refresh' : 'unfilled-view', 'target', row, {
        statements: [{ on: 'target', sql: `REFRESH MATERIALIZED VIEW ${quoted(row)};` }],
      }),
      table: null,
    })),
  );
};

/** Counting more of them takes time and tells nobody more. */
const largeObjectsAtMost = 100_000;

/** Large objects of the whole database. The list of them is open to everybody; what they hold is not. */
const largeObjectsStatement = `
  SELECT count(*)::int AS count
  FROM (SELECT FROM pg_catalog.pg_largeobject_metadata LIMIT ${largeObjectsAtMost}) AS counted`;

/** Large objects: replication carries none. As many on the target says that somebody copied them, and not what they hold. */
export const readLargeObjects: Part = async ({ ask }) => {
  const [source] = await ask<{ count: number }>('source', largeObjectsStatement);
  const [target] = await ask<{ count: number }>('target', largeObjectsStatement);
  const [mine, other] = [source?.count ?? 0, target?.count ?? 0];
  if (mine === 0) return told();
  const text = (count: number): string => (count >= largeObjectsAtMost ? `${count} or more` : String(count));
  return told({
    ...{ kind: other < mine ? 'large-objects-missing' : 'large-objects', side: 'target', table: null, statements: [] },
    name: 'large objects',
    note: `${text(mine)} on the source, ${text(other)} on the target`,
  });
};
