import { quoteTable } from '@cutover/databases/mysql-family';
import { printTableName } from '@cutover/databases';
import type { SchemaKind, SchemaObject } from '../../schema-object.js';

/** What every object of a table has: where it is, and the text that is compared where no other is given. */
export function partOf(
  table: { db: string; name: string },
  kind: SchemaKind,
  part: string | null,
  rest: Pick<SchemaObject, 'shown' | 'make' | 'remove'> & Partial<SchemaObject>,
): SchemaObject {
  const id = printTableName({ database: table.db, name: table.name });
  return { kind, database: table.db, object: id, part, within: id, compared: rest.shown, ...rest };
}

/** The same of what stands in a database by itself: a view, a routine. */
export function inDatabase(
  { db, name }: { db: string; name: string },
  kind: SchemaKind,
  rest: Pick<SchemaObject, 'shown' | 'make' | 'remove'> & Partial<SchemaObject>,
): SchemaObject {
  const object = printTableName({ database: db, name });
  return { kind, database: db, object, part: null, within: db, compared: rest.shown, ...rest };
}

/** `ALTER TABLE` of it. */
export function alter({ db, name }: { db: string; name: string }, ...changes: readonly string[]): string {
  return `ALTER TABLE ${quoteTable(db, name)} ${changes.join(', ')}`;
}
