import { told, type Part } from './part.js';

/** What 18 counts, read by name: older servers have no such columns. Those of rows that are missing are told with the lag. */
const conflictsStatement = `
  SELECT s.subname AS name,
         (pg_catalog.to_jsonb(t) ->> 'confl_update_origin_differs')::bigint::text AS updated,
         (pg_catalog.to_jsonb(t) ->> 'confl_delete_origin_differs')::bigint::text AS deleted,
         (pg_catalog.to_jsonb(t) ->> 'confl_insert_exists')::bigint::text AS inserted
  FROM pg_catalog.pg_subscription s
  JOIN pg_catalog.pg_stat_subscription_stats t ON t.subid = s.oid
  WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
  ORDER BY s.subname`;

interface ConflictRow {
  name: string;
  /** null: this version does not count it. */
  updated: string | null;
  deleted: string | null;
  inserted: string | null;
}

/** Changes that met a row which somebody else had written on the target. */
export const readConflicts: Part = async ({ ask, versions }) => {
  if (versions.target < 180_000)
    return { found: [], unknown: [{ kind: 'conflict', reason: 'PostgreSQL counts them from version 18 on' }] };
  const rows = await ask<ConflictRow>('target', conflictsStatement);
  return told(
    ...rows.flatMap(({ name, updated, deleted, inserted }) => {
      const parts = [
        ['updates of rows that somebody else had changed', updated],
        ['deletes of such rows', deleted],
        ['inserts of rows that were there', inserted],
      ] as const;
      const said = parts
        .filter(([, count]) => count !== null && count !== '0')
        .map(([what, count]) => `${count} ${what}`);
      const statements = [{ on: 'target' as const, sql: resetStatement(name) }];
      const common = { kind: 'conflict', side: 'target', table: null, statements } as const;
      return said.length === 0 ? [] : [{ ...common, name: `subscription ${name}`, note: said.join(', ') }];
    }),
  );
};

function resetStatement(subscription: string): string {
  const name = subscription.replaceAll("'", "''");
  return `SELECT pg_catalog.pg_stat_reset_subscription_stats(oid) FROM pg_catalog.pg_subscription WHERE subname = '${name}';`;
}
