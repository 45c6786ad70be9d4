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
  type Part,
  type RelationRow,
} from './part.js';

const unloggedStatement = `
  SELECT ${relationColumns} FROM ${withTable}
  WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND ${isWatched} ORDER BY 1, 2 LIMIT ${rowsAtMost}`;

/** Tables of the target whose rows a crash takes away, without a trace in what replicates. */
export const readUnloggedTarget: Part = async (asked) => {
  const rows = meant(await asked.ask<RelationRow>('target', unloggedStatement, asked.scope), asked);
  return told(
    ...rows.map((row) =>
      relationFound('unlogged-on-target', 'target', row, {
        statements: [{ on: 'target', sql: `ALTER TABLE ${quoted(row)} SET LOGGED;` }],
      }),
    ),
  );
};

/** Triggers that also fire for what replication applies. A trigger of a partition comes from the table above it. */
const triggersStatement = `
  SELECT ${relationColumns}, g.tgname AS trigger, g.tgenabled = 'A' AS is_always
  FROM ${withTable}
  JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid
  WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled IN ('R', 'A') AND ${isWatched}
  ORDER BY 1, 2, g.tgname LIMIT ${rowsAtMost}`;

interface TriggerRow extends RelationRow {
  trigger: string;
  is_always: boolean;
}

/** Triggers of the target that fire during apply. */
export const readApplyTriggers: Part = async (asked) => {
  const rows = meant(await asked.ask<TriggerRow>('target', triggersStatement, asked.scope), asked);
  return told(
    ...rows.map((row) =>
      relationFound('apply-trigger', 'target', row, {
        part: row.trigger,
        note: row.is_always ? 'ENABLE ALWAYS' : 'ENABLE REPLICA',
        statements: [{ on: 'target', sql: `ALTER TABLE ${quoted(row)} ENABLE TRIGGER ${quote(row.trigger)};` }],
      }),
    ),
  );
};

/**
 * Foreign keys that are not enforced: declared so (NOT ENFORCED: 18, so that the column is read by its name), or with their own
 * triggers off, as after pg_restore --disable-triggers that was ended. Replication never looks at them.
 */
const foreignKeysStatement = `
  SELECT * FROM (
    SELECT ${relationColumns}, f.conname AS constraint,
           COALESCE((pg_catalog.to_jsonb(f) ->> 'conenforced')::boolean, true) AS is_enforced,
           (SELECT pg_catalog.array_agg(DISTINCT pg_catalog.format('%I.%I', gn.nspname, gc.relname))
            FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class gc ON gc.oid = g.tgrelid
            JOIN pg_catalog.pg_namespace gn ON gn.oid = gc.relnamespace
            WHERE g.tgconstraint = f.oid AND g.tgenabled IN ('D', 'R')) AS off
    FROM ${withTable}
    JOIN pg_catalog.pg_constraint f ON f.conrelid = c.oid
    WHERE f.contype = 'f' AND f.conparentid = 0 AND ${isWatched}
  ) keys
  WHERE NOT is_enforced OR off IS NOT NULL
  ORDER BY schema, name, "constraint" LIMIT ${rowsAtMost}`;

interface ForeignKeyRow extends RelationRow {
  constraint: string;
  is_enforced: boolean;
  /** Tables, quoted, on which its triggers are off. */
  off: string[] | null;
}

/** Foreign keys of the target that the application would find without effect. What is so on the source too is meant so. */
export const readForeignKeys: Part = async (asked) => {
  const keyOf = ({ schema, name, constraint }: ForeignKeyRow): string => JSON.stringify([schema, name, constraint]);
  const onSource = await asked.ask<ForeignKeyRow>('source', foreignKeysStatement, asked.scope);
  const alike = new Set(onSource.map(keyOf));
  const rows = meant(await asked.ask<ForeignKeyRow>('target', foreignKeysStatement, asked.scope), asked);
  return told(
    ...rows
      .filter((row) => !alike.has(keyOf(row)))
      .map((row) => {
        const enforce = `ALTER TABLE ${quoted(row)} ALTER CONSTRAINT ${quote(row.constraint)} ENFORCED;`;
        const on = (row.off ?? []).map((table) => `ALTER TABLE ${table} ENABLE TRIGGER ALL;`);
        return relationFound('foreign-key-off', 'target', row, {
          part: row.constraint,
          note: row.is_enforced ? 'its triggers are disabled' : 'NOT ENFORCED',
          statements: [...(row.is_enforced ? [] : [enforce]), ...on].map((sql) => ({ on: 'target', sql })),
        });
      }),
  );
};
