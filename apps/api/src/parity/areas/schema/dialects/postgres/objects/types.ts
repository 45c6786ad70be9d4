import { quoteTable, quoteText } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { inSchema, isOwnOf } from '../scope.js';

export interface TypeRow {
  db: string;
  name: string;
  /** b, c, d, e or r. */
  typtype: string;
  labels: string[];
  attributes: string[];
  domain: string | null;
  checks: string[];
  range: string | null;
}

/** Neither arrays, nor the type that each table has, nor what came with a range. */
export const typesSelect = `
  SELECT n.nspname AS db, t.typname AS name, t.typtype::text AS typtype,
         ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels,
         ARRAY(SELECT pg_catalog.format('%I %s', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)) ||
                 COALESCE((SELECT pg_catalog.format(' COLLATE %I.%I', ln.nspname, l.collname) FROM pg_catalog.pg_collation l
                   JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
                   WHERE l.oid = a.attcollation AND a.attcollation <> y.typcollation), '')
               FROM pg_catalog.pg_attribute a
               WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
               ORDER BY a.attnum) AS attributes,
         CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) ||
           COALESCE((SELECT pg_catalog.format(' COLLATE %I.%I', ln.nspname, l.collname) FROM pg_catalog.pg_collation l
             JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace JOIN pg_catalog.pg_type y ON y.oid = t.typbasetype
             WHERE l.oid = t.typcollation AND t.typcollation <> y.typcollation), '') ||
           COALESCE(' DEFAULT ' || pg_catalog.pg_get_expr(t.typdefaultbin, 0), '') ||
           CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END END AS domain,
         ARRAY(SELECT pg_catalog.format('CONSTRAINT %I %s', k.conname, pg_catalog.pg_get_constraintdef(k.oid))
               FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY k.conname) AS checks,
         (SELECT pg_catalog.concat_ws(', ', 'subtype = ' || pg_catalog.format_type(r.rngsubtype, NULL),
            'subtype_opclass = ' || (SELECT pg_catalog.format('%I.%I', on_.nspname, o.opcname) FROM pg_catalog.pg_opclass o
              JOIN pg_catalog.pg_namespace on_ ON on_.oid = o.opcnamespace WHERE o.oid = r.rngsubopc),
            'collation = ' || NULLIF(r.rngcollation::pg_catalog.regcollation::text, '-'),
            'canonical = ' || NULLIF(r.rngcanonical::text, '-'), 'subtype_diff = ' || NULLIF(r.rngsubdiff::text, '-'))
          FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid) AS range
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  WHERE n.nspname = ANY ($1) AND t.typtype IN ('b', 'c', 'd', 'e', 'r') AND (t.typtype <> 'c' OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_type y WHERE y.typarray = t.oid) AND ${isOwnOf('pg_type', 't.oid')}`;

/** Pure: enums, domains, composites and ranges; of a type in C that it is there. */
export function typeObjects(rows: readonly TypeRow[]): SchemaObject[] {
  return rows.map((row) => {
    const named = quoteTable(row.db, row.name);
    const { shown, create, compared = shown, changeInto = null } = wordsOf(row, named);
    return inSchema(row, 'type', {
      ...{ shown, compared, make: create === null ? null : [create], changeInto },
      remove: [`DROP ${row.typtype === 'd' ? 'DOMAIN' : 'TYPE'} ${named}`],
      byHand:
        'Columns may be of this type: bring it to the target by ALTER TYPE or ALTER DOMAIN, or with what uses it.',
    });
  });
}

interface Words extends Pick<SchemaObject, 'shown'>, Partial<Pick<SchemaObject, 'compared' | 'changeInto'>> {
  create: string | null;
}

function wordsOf({ typtype, labels, attributes, domain, checks, range }: TypeRow, named: string): Words {
  if (typtype === 'e') {
    const list = labels.map(quoteText).join(', ');
    return {
      shown: `ENUM (${list})`,
      create: `CREATE TYPE ${named} AS ENUM (${list})`,
      compared: JSON.stringify(labels),
      changeInto: ({ compared }) => missingLabels(labels, compared, named),
    };
  }
  if (typtype === 'd') {
    const text = [domain ?? '', ...checks].join(' ');
    return { shown: `DOMAIN AS ${text}`, create: `CREATE DOMAIN ${named} AS ${text}`, compared: canonicalText(text) };
  }
  if (typtype === 'c') {
    const list = attributes.join(', ');
    return { shown: `(${list})`, create: `CREATE TYPE ${named} AS (${list})` };
  }
  if (typtype === 'r')
    return { shown: `RANGE (${range ?? ''})`, create: `CREATE TYPE ${named} AS RANGE (${range ?? ''})` };
  return { shown: 'a base type', create: null };
}

/** Labels can be added and never taken away. null: the target has others, or another order. */
function missingLabels(labels: readonly string[], compared: string, named: string): string[] | null {
  if (!compared.startsWith('[')) return null;
  const there = JSON.parse(compared) as string[];
  if (labels.filter((label) => there.includes(label)).join('\0') !== there.join('\0')) return null;
  return labels.flatMap((label, at) => {
    if (there.includes(label)) return [];
    const [before, after] = [labels[at - 1], there[0]];
    const place =
      before !== undefined ? ` AFTER ${quoteText(before)}` : after === undefined ? '' : ` BEFORE ${quoteText(after)}`;
    return [`ALTER TYPE ${named} ADD VALUE ${quoteText(label)}${place}`];
  });
}
