/** The name of a table on a server. `database` is what the engine puts before the dot: a database here, a schema in others. */
export interface TableName {
  readonly database: string;
  readonly name: string;
}

/** `db.table`, unquoted, as users write it. Names that are equal print alike, and no others do. */
export function printTableName({ database, name }: TableName): string {
  return `${database}.${name}`;
}

/**
 * Reads `db.table`. The first dot separates: dots in table names are common, and a database whose name holds one is refused
 * by the configuration. Without a dot the whole text is the table.
 */
export function parseTableName(text: string): TableName {
  const dot = text.indexOf('.');
  return { database: text.slice(0, Math.max(dot, 0)), name: text.slice(dot + 1) };
}
