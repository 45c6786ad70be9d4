import { printTableName } from '@cutover/databases';
import type { Role } from '@cutover/contracts';
import { catalogOf, type CatalogParts } from '@cutover/databases/postgres';
import type { TableSelection } from '../../../../../tables/table-selection.js';
import { CatalogReader } from '../../catalog-reader.js';
import type { SchemaDialect } from '../../schema-dialect.js';
import type { OfferedExtensions, SchemaKind, SchemaObject, SchemaSide } from '../../schema-object.js';
import { columnObjects, columnsSelect } from './objects/columns.js';
import { commentObjects, commentsSelect } from './objects/comments.js';
import { constraintObjects, constraintsSelect } from './objects/constraints.js';
import {
  extensionObjects,
  extensionsSelect,
  offeredSelect,
  onlyOffered,
  type OfferedRow,
} from './objects/extensions.js';
import { indexObjects, indexesSelect } from './objects/indexes.js';
import { namedObjects, namedSelect, namedSelects } from './objects/of-database.js';
import { policiesSelect, policyObjects } from './objects/policies.js';
import { routineObjects, routinesSelect } from './objects/routines.js';
import { schemaObjects, schemasSelect } from './objects/schemas.js';
import { sequenceObjects, sequencesSelect } from './objects/sequences.js';
import { tableObjects, tablesSelect } from './objects/tables.js';
import { triggerObjects, triggersSelect } from './objects/triggers.js';
import { typeObjects, typesSelect } from './objects/types.js';
import { viewObjects, viewsSelect } from './objects/views.js';
import { ofRelations, ofSchemas } from './scope.js';

/** One question to the catalog, and what is made of its answer. `scope`: what it is bound to. */
interface Part {
  what: string;
  kinds: readonly SchemaKind[];
  scope: 'relations' | 'schemas' | 'database';
  /** By what the catalog of the version has. */
  sql: (catalog: CatalogParts) => string;
  /** The rows are those of `sql`. */
  objects: (rows: readonly never[]) => SchemaObject[];
}

const part = <Row>(
  scope: Part['scope'],
  what: string,
  kinds: readonly SchemaKind[],
  sql: string | Part['sql'],
  objects: (rows: readonly Row[]) => SchemaObject[],
): Part => ({ scope, what, kinds, sql: typeof sql === 'string' ? () => sql : sql, objects });

const ofTables: readonly SchemaKind[] = [
  ...(['table', 'partition', 'foreign table', 'partitioning', 'inheritance', 'persistence'] as const),
  ...(['storage options', 'replica identity', 'row security'] as const),
];
const constraintKinds: readonly SchemaKind[] = [
  ...(['primary key', 'unique constraint', 'exclusion constraint', 'foreign key', 'check'] as const),
];

/** What is read of one database, one statement each, whatever the number of tables. The catalog shows all of it to everybody. */
const parts: readonly Part[] = [
  part('schemas', 'schemas', ['schema'], schemasSelect, schemaObjects),
  part('relations', 'tables', ofTables, tablesSelect, tableObjects),
  part('relations', 'columns', ['column', 'column order'], columnsSelect, columnObjects),
  part('relations', 'constraints', constraintKinds, constraintsSelect, constraintObjects),
  part('relations', 'indexes', ['index'], indexesSelect, indexObjects),
  part('relations', 'triggers and rules', ['trigger', 'rule'], triggersSelect, triggerObjects),
  part('relations', 'policies', ['policy'], policiesSelect, policyObjects),
  part('relations', 'views', ['view', 'materialized view'], viewsSelect, viewObjects),
  part('relations', 'sequences', ['sequence'], sequencesSelect, sequenceObjects),
  part('schemas', 'functions', ['function', 'procedure', 'aggregate'], routinesSelect, routineObjects),
  part('schemas', 'types', ['type'], typesSelect, typeObjects),
  part('schemas', 'comments', ['comment'], commentsSelect, commentObjects),
  part('database', 'extensions', ['extension', 'extension version'], extensionsSelect, extensionObjects),
  ...Object.entries(namedSelects).map(([what, { sql, kinds, isOfSchemas }]) =>
    part(isOfSchemas ? 'schemas' : 'database', what, kinds, namedSelect(sql), namedObjects),
  ),
];

const whenSlow = 'Look at what keeps the server busy, and at locks on the catalog: pg_stat_activity.';

/** PostgreSQL 13 and later: twenty statements, one after the other, since it is never urgent and the pool is small. */
export const postgresSchema: SchemaDialect = {
  read: async (connection, selection, bounds): Promise<SchemaSide> => {
    const reader = new CatalogReader(connection, bounds, whenSlow);
    const objects: SchemaObject[] = [];
    const catalog = catalogOf(connection);
    for (const each of parts) objects.push(...(await readPart(reader, { ...each, sql: each.sql(catalog) }, selection)));
    const offered = await reader.attempt('extensions that the server offers', [], () =>
      reader.rows<OfferedRow>({ sql: offeredSelect, params: [] }),
    );
    return {
      objects: objects.filter((object) => isWanted(object, selection)),
      counters: [],
      unread: reader.unread,
      offers: offered === null ? null : new Map(offered.map(({ name, versions }) => [name, versions])),
      statements: reader.statements,
    };
  },
  // Logical replication carries no definition, whoever makes it.
  script: (statements) => statements.map((statement) => `${statement};`),
  settle: ({ source, target }): Record<Role, SchemaSide> => {
    const offers: OfferedExtensions | null = target.offers ?? null;
    return { source: offers === null ? source : { ...source, objects: onlyOffered(source.objects, offers) }, target };
  },
};

async function readPart(
  reader: CatalogReader,
  { what, kinds, scope, sql, objects }: Omit<Part, 'sql'> & { sql: string },
  selection: TableSelection,
): Promise<SchemaObject[]> {
  const statement =
    scope === 'relations'
      ? ofRelations(sql, selection)
      : scope === 'schemas'
        ? ofSchemas(sql, selection)
        : { sql, params: [] };
  const rows = await reader.attempt(what, kinds, () => reader.rows<never>(statement));
  return rows === null ? [] : objects(rows);
}

/** Tables that `excludeTables` names are nobody's business, and neither is what stands in them. */
function isWanted({ object, database, within }: SchemaObject, selection: TableSelection): boolean {
  const prefix = `${database}.`;
  const isExcluded = (id: string): boolean =>
    id.startsWith(prefix) &&
    printTableName({ database, name: id.slice(prefix.length) }) === id &&
    selection.excludes(database, id.slice(prefix.length));
  return database === '' || !(isExcluded(object) || (within !== null && isExcluded(within)));
}
