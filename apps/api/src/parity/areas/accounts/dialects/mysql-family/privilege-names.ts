/** Columns, values of a SET and lines of SHOW PRIVILEGES whose name is not the one that GRANT takes. */
const renamed: Readonly<Record<string, string>> = {
  GRANT: 'GRANT OPTION',
  'SHOW DB': 'SHOW DATABASES',
  'CREATE TMP TABLE': 'CREATE TEMPORARY TABLES',
  'REPL SLAVE': 'REPLICATION SLAVE',
  'REPL CLIENT': 'REPLICATION CLIENT',
  'DELETE VERSIONING ROWS': 'DELETE HISTORY',
};

/** The name of a privilege as GRANT takes it, from a value of a SET (`Create View`) or a line of SHOW PRIVILEGES. */
export function privilegeName(text: string): string {
  const upper = text.toUpperCase();
  return renamed[upper] ?? upper;
}

/** Privileges of a row that has a column for each (`Create_view_priv`): those that say Y. */
export function privilegesOfColumns(row: Readonly<Record<string, unknown>>): Set<string> {
  const held = Object.entries(row).filter(([column, value]) => column.endsWith('_priv') && value === 'Y');
  return new Set(held.map(([column]) => privilegeName(column.slice(0, -'_priv'.length).replaceAll('_', ' '))));
}

/** Privileges of a SET as the server prints it: `Select,Create View`. */
export function privilegesOfSet(value: string): string[] {
  return value === '' ? [] : value.split(',').map(privilegeName);
}
