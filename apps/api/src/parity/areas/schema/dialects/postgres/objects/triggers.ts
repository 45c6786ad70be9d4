import { quoteName, quoteTable } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { alter, isOwnOf, isWatchedRelation, partOf } from '../scope.js';

/** A trigger or a rule. */
export interface TriggerRow {
  db: string;
  name: string;
  kind: 'trigger' | 'rule';
  part: string;
  definition: string;
  /** O, D, R or A. */
  enabled: string;
}

/** Triggers of the server's own stand for foreign keys; those of partitions for that of the table above. `_RETURN` is the view itself. */
export const triggersSelect = `
  SELECT n.nspname AS db, c.relname AS name, 'trigger' AS kind, t.tgname AS part,
         pg_catalog.pg_get_triggerdef(t.oid) AS definition, t.tgenabled::text AS enabled
  FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}
  UNION ALL
  SELECT n.nspname, c.relname, 'rule', r.rulename, pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled::text
  FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename <> '_RETURN' AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}`;

const modes: Readonly<Record<string, string>> = {
  ...{ O: 'ENABLE', D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' },
};

/** Pure: triggers and rules, each as a part of its table or view. */
export function triggerObjects(rows: readonly TriggerRow[]): SchemaObject[] {
  return rows.map((row) => {
    const word = row.kind.toUpperCase();
    const name = quoteName(row.part);
    const mode = alter(row, `${modes[row.enabled] ?? 'ENABLE'} ${word} ${name}`);
    const create = row.definition.replace(/;$/, '');
    return partOf(row, row.kind, row.part, {
      shown: row.enabled === 'O' ? create : `${create} (${modes[row.enabled] ?? row.enabled})`,
      compared: canonicalText(create),
      status: row.enabled,
      setStatus: [mode],
      make: row.enabled === 'O' ? [create] : [create, mode],
      remove: [`DROP ${word} ${name} ON ${quoteTable(row.db, row.name)}`],
      note: 'Replication fires no trigger or rule of the target that is not ENABLE REPLICA or ENABLE ALWAYS.',
    });
  });
}
