import { quoteName } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { SchemaObject } from '../../../schema-object.js';

export const schemasSelect = 'SELECT n.nspname AS name FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1)';

/** Pure: the schemas that are watched. */
export function schemaObjects(rows: readonly { name: string }[]): SchemaObject[] {
  return rows.map(({ name }) => ({
    ...{ kind: 'schema', database: name, object: name, part: null, within: null, shown: 'schema', compared: '' },
    ...{ make: [`CREATE SCHEMA ${quoteName(name)}`], remove: null },
  }));
}
