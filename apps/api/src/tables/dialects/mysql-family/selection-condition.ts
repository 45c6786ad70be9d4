import type { TableSelection } from '../../table-selection.js';

/**
 * The tables of a selection, by the columns that hold database and table. Servers test these two before they open a table, so that
 * nothing outside the selection is touched.
 */
export function conditionOf(
  { databases, tables }: Pick<TableSelection, 'databases' | 'tables'>,
  { database: schema, table }: { database: string; table: string } = { database: 'TABLE_SCHEMA', table: 'TABLE_NAME' },
): { sql: string; params: string[] } {
  const whole = databases.filter(canExist);
  const single = [...tables].map(([database, names]) => [database, names.filter(canExist)] as const);
  const parts = [
    ...(whole.length ? [{ sql: `${schema} IN (${marks(whole)})`, params: whole }] : []),
    ...single
      .filter(([database, names]) => canExist(database) && names.length > 0)
      .map(([database, names]) => ({
        sql: `(${schema} = ? AND ${table} IN (${marks(names)}))`,
        params: [database, ...names],
      })),
  ];
  if (parts.length === 0) return { sql: '1 = 0', params: [] };
  return { sql: parts.map(({ sql }) => sql).join(' OR '), params: parts.flatMap(({ params }) => params) };
}

/**
 * Identifiers hold the Basic Multilingual Plane only (MariaDB and MySQL manuals, identifier names). Asking for any other
 * name, such as one with an emoji, makes the server refuse the whole question: illegal mix of collations.
 */
function canExist(name: string): boolean {
  return !/[\u{10000}-\u{10FFFF}]/u.test(name);
}

function marks(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
}
