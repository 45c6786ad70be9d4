import { isComputedSent, quoteIdentifier, quoteTable, type CatalogParts } from '@cutover/databases/postgres';
import type { SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { alter, isOwnOf, isWatchedRelation, partOf } from '../scope.js';

export interface ColumnRow {
  db: string;
  name: string;
  col: string;
  type: string;
  /** Quoted, where it is not that of the type. */
  collation: string | null;
  not_null: boolean;
  /** NOT NULL that was not looked at for the rows that were there (PostgreSQL 18). */
  not_null_unproved: boolean;
  /** a (ALWAYS), d (BY DEFAULT) or empty. */
  identity: string;
  /** s (STORED), v (VIRTUAL) or empty. */
  generated: string;
  /** A publication sends what it computes. */
  is_sent: boolean;
  expression: string | null;
  /** Parameters of the sequence of an identity column. */
  sequence: string | null;
  storage: string;
}

/** The parameters of `s`, one text for both sides. */
export const sequenceText = `pg_catalog.format('INCREMENT %s MINVALUE %s MAXVALUE %s START %s CACHE %s %s',
  s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)`;

/** Columns of a partition are those of the table above. */
export const columnsSelect = (catalog: CatalogParts): string => `
  SELECT n.nspname AS db, c.relname AS name, a.attname AS col,
         pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
         (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname)
          FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
          WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation) AS collation,
         a.attnotnull AS not_null,
         EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'n'
           AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated) AS not_null_unproved,
         a.attidentity::text AS identity, a.attgenerated::text AS generated,
         ${isComputedSent(catalog)} AS is_sent,
         pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression,
         (SELECT ${sequenceText} FROM pg_catalog.pg_depend i JOIN pg_catalog.pg_sequence s ON s.seqrelid = i.objid
          WHERE a.attidentity <> '' AND i.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.deptype = 'i'
            AND i.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.refobjid = c.oid
            AND i.refobjsubid = a.attnum) AS sequence,
         pg_catalog.concat_ws(' ', CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
           CASE WHEN ${catalog.compression} <> '' THEN 'compression ' || ${catalog.compression}::text END) AS storage
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}
  ORDER BY 1, 2, a.attnum`;

/** What a column is made of, each as it is compared. */
function aspectsOf(row: ColumnRow): Record<string, string> {
  const expression = row.expression === null ? '' : canonicalText(row.expression);
  return {
    type: `${row.type}${row.collation === null ? '' : ` COLLATE ${row.collation}`}`,
    generated: row.generated === '' ? '' : `${row.generated} ${expression}`,
    identity: row.identity === '' ? '' : `${row.identity} ${row.sequence ?? ''}`,
    default: row.generated === '' ? expression : '',
    'not null': row.not_null ? (row.not_null_unproved ? 'NOT VALID' : 'yes') : '',
  };
}

/** Pure: columns by name, their order, and how they are stored. */
export function columnObjects(rows: readonly ColumnRow[]): SchemaObject[] {
  const tables = new Map<string, ColumnRow[]>();
  for (const row of rows) {
    const key = `${row.db}\0${row.name}`;
    const known = tables.get(key);
    if (known === undefined) tables.set(key, [row]);
    else known.push(row);
  }
  return [...tables.values()].flatMap((columns) => {
    const [first] = columns;
    if (first === undefined) return [];
    const names = columns.map(({ col }) => col);
    const stored = columns.filter(({ storage }) => storage !== '').map(({ col, storage }) => `${col}: ${storage}`);
    return [
      ...columns.map(columnObject),
      partOf(first, 'column order', null, {
        ...{ shown: names.join(', '), compared: names.join('\n'), make: null, remove: null, changeInto: null },
        byHand:
          'PostgreSQL cannot move a column: make the table anew, or see that no statement is without a list of columns. Replication goes by name.',
      }),
      partOf(first, 'storage options', 'of columns', {
        ...{ shown: stored.join(', ') || 'as their types have it', make: null, remove: null, changeInto: null },
        byHand: 'Set them with ALTER TABLE … ALTER COLUMN … SET STORAGE or SET COMPRESSION, if they are meant.',
      }),
    ];
  });
}

function columnObject(row: ColumnRow): SchemaObject {
  const aspects = aspectsOf(row);
  return partOf(row, 'column', row.col, {
    shown: textOf(row),
    compared: JSON.stringify(aspects),
    make: [alter(row, `ADD COLUMN ${quoteIdentifier(row.col)} ${textOf(row)}`)],
    remove: [alter(row, `DROP COLUMN ${quoteIdentifier(row.col)}`)],
    changeInto: (target) => changesInto(row, aspects, aspectsFrom(target)),
    ...(row.is_sent ? { meant: (target) => meantOf(row, aspects, aspectsFrom(target)) } : {}),
    note: 'The table is locked meanwhile, and may be written anew: look at its size first. Then verify the table again. An identity that is made anew begins at its START: set its value before the target takes writes.',
  });
}

type Aspects = Readonly<Record<string, string>>;

function aspectsFrom({ compared }: SchemaObject): Aspects {
  return JSON.parse(compared) as Record<string, string>;
}

/**
 * Replication refuses to write a column that the target computes, so one that is sent is an ordinary one there until the cutover.
 * null: it differs in more than that.
 */
function meantOf(row: ColumnRow, here: Aspects, there: Aspects): string | null {
  const isAlike = ['type', 'identity', 'not null'].every((aspect) => here[aspect] === there[aspect]);
  if (!isAlike || there['generated'] !== '') return null;
  const [table, column] = [quoteTable(row.db, row.name), quoteIdentifier(row.col)];
  return (
    'The publication sends what the source computes, so that it must be an ordinary column on the target while replication runs. ' +
    'Nobody computes it there after the cutover: once the subscription is gone, run on the target ' +
    `ALTER TABLE ${table} DROP COLUMN ${column}; ALTER TABLE ${table} ADD COLUMN ${column} ${textOf(row)};`
  );
}

/** As it stands in CREATE TABLE. */
function textOf(row: ColumnRow): string {
  const { type, collation, generated, identity, sequence, expression } = row;
  const value =
    generated !== ''
      ? ` GENERATED ALWAYS AS (${expression ?? ''}) ${generated === 'v' ? 'VIRTUAL' : 'STORED'}`
      : identity !== ''
        ? ` GENERATED ${identity === 'a' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY (${sequence ?? ''})`
        : expression === null
          ? ''
          : ` DEFAULT ${expression}`;
  const notNull = row.not_null && identity === '' ? ` NOT NULL${row.not_null_unproved ? ' NOT VALID' : ''}` : '';
  return `${type}${collation === null ? '' : ` COLLATE ${collation}`}${value}${notNull}`;
}

/** Statements that make the column of the target this one: one for each aspect that is not the same. null: none can. */
function changesInto(row: ColumnRow, here: Aspects, there: Aspects): string[] | null {
  const differs = (aspect: string): boolean => here[aspect] !== there[aspect];
  const change = (what: string): string => alter(row, `ALTER COLUMN ${quoteIdentifier(row.col)} ${what}`);
  if (differs('generated'))
    // A generated column holds nothing of its own; any other does.
    return row.generated === '' || there['generated'] === ''
      ? null
      : [
          alter(row, `DROP COLUMN ${quoteIdentifier(row.col)}`),
          alter(row, `ADD COLUMN ${quoteIdentifier(row.col)} ${textOf(row)}`),
        ];
  const statements: string[] = [];
  if (differs('default') && there['default'] !== '') statements.push(change('DROP DEFAULT'));
  if (differs('type')) {
    const collation = row.collation === null ? '' : ` COLLATE ${row.collation}`;
    const using = ` USING ${quoteIdentifier(row.col)}::${row.type}`;
    statements.push(change(`TYPE ${row.type}${collation}${using}`));
  }
  if (differs('default') && row.expression !== null) statements.push(change(`SET DEFAULT ${row.expression}`));
  if (differs('not null')) {
    if (here['not null'] === 'NOT VALID') return null;
    // An identity column needs it, and gets it first.
    statements.push(change(row.not_null ? 'SET NOT NULL' : 'DROP NOT NULL'));
  }
  if (differs('identity')) {
    if (there['identity'] !== '') statements.unshift(change('DROP IDENTITY'));
    if (row.identity !== '') {
      const always = row.identity === 'a' ? 'ALWAYS' : 'BY DEFAULT';
      statements.push(change(`ADD GENERATED ${always} AS IDENTITY (${row.sequence ?? ''})`));
    }
  }
  return statements;
}
