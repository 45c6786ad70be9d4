import { roles, type Role } from '@cutover/contracts';
import type { CatalogParts } from '@cutover/databases/postgres';
import type { FoundLeftBehind } from '../../not-replicated-dialect.js';
import { quote, quoted, type Part } from './part.js';

/**
 * By which version of its library each collation in use was sorted, and which one the server has now: of the database, and of those
 * that an index or a partition key sorts by. C and POSIX have none. Columns that are in no index are sorted anew by each query.
 */
const collationsStatement = ({ databaseProvider, databaseCollation }: CatalogParts): string => `
  SELECT NULL AS schema, d.datname AS name, ${databaseProvider} AS provider, ${databaseCollation.recorded} AS recorded,
         ${databaseCollation.actual} AS actual, d.datcollate AS locale
  FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
  UNION ALL
  SELECT n.nspname, l.collname, l.collprovider::text, l.collversion, pg_catalog.pg_collation_actual_version(l.oid), l.collcollate
  FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace
  WHERE l.collversion IS NOT NULL AND l.oid IN (
    SELECT pg_catalog.unnest(i.indcollation::oid[]) FROM pg_catalog.pg_index i
    UNION SELECT pg_catalog.unnest(p.partcollation::oid[]) FROM pg_catalog.pg_partitioned_table p)`;

interface CollationRow {
  /** null: of the database. */
  schema: string | null;
  name: string;
  provider: string;
  recorded: string | null;
  actual: string | null;
  locale: string | null;
}

/** Since then a database keeps by which version of the library it was sorted. */
const recordedSince = 150_000;

const providers: Readonly<Record<string, string>> = { c: 'libc', i: 'ICU', b: 'builtin', d: 'default' };

/**
 * Collations of a side that its library sorts in another way than when its indexes were built. Both sides differing from each
 * other is ordinary: another system, another library.
 */
export const readCollations: Part = async ({ ask, catalog, versions }) => {
  const found: FoundLeftBehind[] = [];
  const locales: Partial<Record<Role, string | null>> = {};
  for (const side of roles) {
    const rows = await ask<CollationRow>(side, collationsStatement(catalog[side]));
    locales[side] = rows.find(({ schema }) => schema === null)?.locale ?? null;
    const database = rows.find(({ schema }) => schema === null)?.name ?? '';
    found.push(...rows.flatMap((row) => judge(side, row, database)));
  }
  // C and POSIX are sorted by bytes, whatever the library.
  const isUntold = (side: Role): boolean => versions[side] < recordedSince && !/^(C|POSIX)$/.test(locales[side] ?? '');
  const unknown = roles.filter(isUntold).map((side) => ({ kind: 'collation' as const, reason: untold(side) }));
  return { found, unknown };
};

const untold = (side: Role): string =>
  `PostgreSQL keeps by which version of its library the database of the ${side} was sorted from version 15 on. If its system was replaced since the indexes were built, REINDEX them`;

function judge(side: Role, row: CollationRow, database: string): FoundLeftBehind[] {
  const { schema, name, provider, recorded, actual } = row;
  if (recorded === null || actual === null || recorded === actual) return [];
  const own =
    schema === null
      ? `ALTER DATABASE ${quote(name)} REFRESH COLLATION VERSION;`
      : `ALTER COLLATION ${quoted({ schema, name })} REFRESH VERSION;`;
  return [
    {
      ...{ kind: 'collation', side, table: null },
      name: schema === null ? `database ${name}` : `collation ${schema}.${name}`,
      note: `${providers[provider] ?? provider} ${recorded} when it was sorted, ${actual} now`,
      // First: the version that is recorded says that this was done.
      statements: [
        { on: side, sql: `REINDEX DATABASE CONCURRENTLY ${quote(database)};` },
        { on: side, sql: own },
      ],
    },
  ];
}
