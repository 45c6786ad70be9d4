import { quoteName } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaKind, SchemaObject } from '../../../schema-object.js';
import { canonicalText } from '../canonical-text.js';
import { alter, isOwnOf, isWatchedRelation, partOf } from '../scope.js';

export interface ConstraintRow {
  db: string;
  name: string;
  conname: string;
  contype: string;
  definition: string;
  is_proved: boolean;
}

/**
 * NOT NULL is told of with its column: it is a constraint of its own from PostgreSQL 18 on. What a partition or a child has from its
 * parent is compared there.
 */
export const constraintsSelect = `
  SELECT n.nspname AS db, c.relname AS name, k.conname, k.contype::text AS contype,
         pg_catalog.pg_get_constraintdef(k.oid) AS definition, k.convalidated AS is_proved
  FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype IN ('p', 'u', 'x', 'f', 'c') AND k.conparentid = 0 AND (k.contype <> 'c' OR k.conislocal)
    AND ${isWatchedRelation} AND ${isOwnOf('pg_class', 'c.oid')}`;

const kinds: Readonly<Record<string, SchemaKind>> = {
  ...{ p: 'primary key', u: 'unique constraint', x: 'exclusion constraint', f: 'foreign key', c: 'check' },
};

/** Pure: constraints by name, each as a part of its table; that of the primary key counts, too. */
export function constraintObjects(rows: readonly ConstraintRow[]): SchemaObject[] {
  return rows.map((row) => {
    const kind = kinds[row.contype] ?? 'check';
    const name = quoteName(row.conname);
    const add = alter(row, `ADD CONSTRAINT ${name} ${row.definition}`);
    const drop = alter(row, `DROP CONSTRAINT ${name}`);
    const text = row.definition.replace(/ NOT VALID$/, '');
    const isKey = kind === 'primary key';
    return partOf(row, kind, isKey ? null : row.conname, {
      shown: isKey ? `${row.conname} ${row.definition}` : row.definition,
      compared: `${isKey ? row.conname : ''} ${canonicalText(text)}`,
      // That the target has looked at its rows, and the source has not, is more and not less.
      ...(row.contype === 'p' || row.contype === 'u' || row.contype === 'x' ? {} : provedness(row, name)),
      make: [add],
      remove: [drop],
      note: 'Rows that break it keep it from being made; the table is locked meanwhile. A foreign key that needs a dropped key goes with CASCADE only.',
    });
  });
}

function provedness(row: ConstraintRow, name: string): Pick<SchemaObject, 'status' | 'setStatus'> {
  return row.is_proved
    ? { status: 'proved for all rows', setStatus: [alter(row, `VALIDATE CONSTRAINT ${name}`)] }
    : { status: 'NOT VALID' };
}
