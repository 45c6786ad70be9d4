import { printTableName } from '@cutover/databases';
import { quoteTable } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { alter, dumpOf, inSchema, isOwnOf, isWatchedRelation, partOf } from '../scope.js';

export interface TableRow {
  db: string;
  name: string;
  /** r, p or f. */
  relkind: string;
  persistence: string;
  method: string | null;
  options: string[] | null;
  identity: string;
  identity_index: string | null;
  row_security: boolean;
  force_security: boolean;
  is_partition: boolean;
  bound: string | null;
  partition_key: string | null;
  parents: string[] | null;
  row_type: string | null;
  /** Of a foreign table: its server and options. */
  foreign_server: string | null;
  foreign_options: string[] | null;
}

export const tablesSelect = `
  SELECT n.nspname AS db, c.relname AS name, c.relkind::text AS relkind, c.relpersistence::text AS persistence,
         (SELECT a.amname FROM pg_catalog.pg_am a WHERE a.oid = c.relam) AS method, c.reloptions AS options,
         c.relreplident::text AS identity,
         (SELECT ic.relname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
          WHERE c.relreplident = 'i' AND i.indrelid = c.oid AND i.indisreplident) AS identity_index,
         c.relrowsecurity AS row_security, c.relforcerowsecurity AS force_security, c.relispartition AS is_partition,
         pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS bound,
         CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_key,
         (SELECT pg_catalog.array_agg(i.inhparent::pg_catalog.regclass::text ORDER BY i.inhseqno)
          FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid) AS parents,
         CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS row_type,
         (SELECT s.srvname FROM pg_catalog.pg_foreign_table f JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
          WHERE f.ftrelid = c.oid) AS foreign_server,
         (SELECT f.ftoptions FROM pg_catalog.pg_foreign_table f WHERE f.ftrelid = c.oid) AS foreign_options
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f') AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}`;

const persistences: Readonly<Record<string, string>> = { p: 'LOGGED', u: 'UNLOGGED', t: 'TEMPORARY' };

/** Pure: tables, partitions and foreign tables, with what is said of each as a whole. */
export function tableObjects(rows: readonly TableRow[]): SchemaObject[] {
  return rows.flatMap((row) => {
    const self = selfOf(row);
    const options = [...(row.options ?? [])].sort();
    const persistence = persistences[row.persistence] ?? row.persistence;
    return [
      self,
      ...(row.relkind === 'f' ? [] : [replicaIdentity(row), ...security(row)]),
      ...(row.partition_key === null
        ? []
        : [
            partOf(row, 'partitioning', null, { shown: `PARTITION BY ${row.partition_key}`, make: null, remove: null }),
          ]),
      ...(row.is_partition || row.parents === null
        ? []
        : [
            partOf(row, 'inheritance', null, {
              shown: `INHERITS (${row.parents.join(', ')})`,
              make: row.parents.map((parent) => alter(row, `INHERIT ${parent}`)),
              remove: row.parents.map((parent) => alter(row, `NO INHERIT ${parent}`)),
            }),
          ]),
      partOf(row, 'persistence', null, {
        shown: persistence,
        make: null,
        remove: null,
        changeInto: row.relkind === 'r' && row.persistence !== 't' ? [alter(row, `SET ${persistence}`)] : null,
        note: 'The table is written anew and locked meanwhile: look at its size first.',
      }),
      partOf(row, 'storage options', null, {
        shown: [...options, ...(row.method === null ? [] : [`access method ${row.method}`])].join(', ') || 'none',
        make: null,
        remove: null,
        changeInto: options.length === 0 ? null : [alter(row, `SET (${options.join(', ')})`)],
        byHand: 'Set them on the target with ALTER TABLE … SET (…) or RESET (…), if they are meant.',
      }),
    ];
  });
}

function selfOf(row: TableRow): SchemaObject {
  if (row.is_partition) {
    const [parent = ''] = row.parents ?? [];
    return inSchema(row, 'partition', {
      ...{ shown: `of ${parent} ${row.bound ?? ''}`, make: null, remove: null },
      byHand: `Make it as on the source: CREATE TABLE ${quoteTable(row.db, row.name)} PARTITION OF ${parent} ${row.bound ?? ''}.`,
    });
  }
  if (row.relkind === 'f')
    return inSchema(row, 'foreign table', {
      shown: `of server ${row.foreign_server ?? ''}, options ${optionNames(row.foreign_options)}`,
      compared: `${row.foreign_server ?? ''}\n${[...(row.foreign_options ?? [])].sort().join('\n')}`,
      ...{ make: null, remove: [`DROP FOREIGN TABLE ${quoteTable(row.db, row.name)}`], changeInto: null },
      byHand: dumpOf(row),
    });
  return inSchema(row, 'table', {
    ...{ shown: row.row_type === null ? 'table' : `table of type ${row.row_type}`, make: null, remove: null },
    byHand: `${dumpOf(row)} Then, so that its rows come: ALTER SUBSCRIPTION … REFRESH PUBLICATION on the target.`,
  });
}

/** Values of options can be secret. */
export function optionNames(options: readonly string[] | null): string {
  return (options ?? []).map((option) => option.split('=')[0] ?? '').join(', ') || 'none';
}

const identities: Readonly<Record<string, string>> = { d: 'DEFAULT', f: 'FULL', n: 'NOTHING' };

function replicaIdentity(row: TableRow): SchemaObject {
  const index = row.identity_index === null ? 'NOTHING' : `USING INDEX "${row.identity_index.replaceAll('"', '""')}"`;
  const text = row.identity === 'i' ? index : (identities[row.identity] ?? row.identity);
  return partOf(row, 'replica identity', null, {
    ...{ shown: text, make: null, remove: null },
    changeInto: [alter(row, `REPLICA IDENTITY ${text}`)],
  });
}

function security(row: TableRow): SchemaObject[] {
  const text = `${row.row_security ? 'enabled' : 'disabled'}${row.force_security ? ', forced for the owner' : ''}`;
  return [
    partOf(row, 'row security', null, {
      ...{ shown: text, make: null, remove: null },
      changeInto: [
        alter(row, `${row.row_security ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`),
        alter(row, `${row.force_security ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`),
      ],
    }),
  ];
}

/** Partitions by their names: what they have from the table above is compared there. */
export function partitionsOf(rows: readonly TableRow[]): ReadonlySet<string> {
  return new Set(rows.filter((row) => row.is_partition).map(({ db, name }) => printTableName({ database: db, name })));
}
