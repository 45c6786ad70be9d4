import { quoteName, quoteText } from '../../../../../../tables/dialects/postgres/quoting.js';
import type { OfferedExtensions, SchemaObject } from '../../../schema-object.js';
import { inDatabase } from '../scope.js';

export interface ExtensionRow {
  name: string;
  version: string;
  schema: string;
}

export interface OfferedRow {
  name: string;
  versions: string[];
}

export const extensionsSelect = `
  SELECT e.extname AS name, e.extversion AS version, n.nspname AS schema
  FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace`;

export const offeredSelect = `
  SELECT v.name, pg_catalog.array_agg(v.version) AS versions FROM pg_catalog.pg_available_extension_versions v GROUP BY 1`;

/** Pure: extensions of the database, and the version of each, which does not block: servers bring their own. */
export function extensionObjects(rows: readonly ExtensionRow[]): SchemaObject[] {
  return rows.flatMap(({ name, version, schema }) => {
    const named = quoteName(name);
    return [
      {
        ...inDatabase(name, 'extension', {
          shown: `version ${version} in schema ${schema}`,
          compared: schema,
          isMinor: true,
          make: [`CREATE EXTENSION ${named} WITH SCHEMA ${quoteName(schema)}`],
          remove: null,
          changeInto: [`ALTER EXTENSION ${named} SET SCHEMA ${quoteName(schema)}`],
          byHand: 'It goes with DROP EXTENSION, if nothing needs it.',
        }),
      },
      inDatabase(name, 'extension version', {
        ...{ shown: version, make: null, remove: null, within: name },
        changeInto: [`ALTER EXTENSION ${named} UPDATE TO ${quoteText(version)}`],
      }),
    ];
  });
}

/** Pure: what the server of the target can be told to make, and what it has first to be given. */
export function onlyOffered(source: readonly SchemaObject[], offers: OfferedExtensions): SchemaObject[] {
  return source.map((object) => {
    const versions = offers.get(object.object);
    if (object.kind === 'extension' && versions === undefined)
      return {
        ...object,
        make: null,
        byHand:
          'The server of the target does not offer it: install its package there. A service such as Amazon RDS offers what its list of extensions names, and no other.',
      };
    if (object.kind === 'extension version' && versions?.includes(object.shown) !== true)
      return { ...object, changeInto: null, byHand: 'The server of the target does not offer this version.' };
    return object;
  });
}
