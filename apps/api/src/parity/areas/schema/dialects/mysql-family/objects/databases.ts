import { quoteIdentifier } from '@cutover/databases/mysql-family';
import { charsetOf } from '../../../../../../tables/definition/compare-definitions.js';
import type { SchemaObject } from '../../../schema-object.js';
import { sameCollation } from './table-objects.js';

export interface DatabaseRow {
  name: string;
  collation: string;
}

export const databasesSelect =
  'SELECT SCHEMA_NAME AS name, DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA';

/** Pure: the databases that are watched whole, with what new tables get. */
export function databaseObjects(rows: readonly DatabaseRow[]): SchemaObject[] {
  return rows.map(({ name, collation }) => {
    const terms = `${quoteIdentifier(name)} CHARACTER SET ${charsetOf(collation)} COLLATE ${collation}`;
    return {
      ...{ kind: 'database', database: name, object: name, part: null, within: null },
      ...{ shown: `collation ${collation}`, compared: sameCollation(collation) },
      ...{ make: [`CREATE DATABASE ${terms}`], remove: null, changeInto: [`ALTER DATABASE ${terms}`] },
    };
  });
}
