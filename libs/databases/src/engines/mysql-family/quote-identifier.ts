/**
 * Quotes an identifier for MariaDB/MySQL: backticks doubled. Tables named with dots, spaces, backticks and emoji exist.
 * Throws when the name holds NUL, which no server accepts.
 */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) throw new Error('An identifier cannot contain NUL');
  return '`' + name.replaceAll('`', '``') + '`';
}

/** `db`.`table`, both quoted. */
export function quoteTable(database: string, table: string): string {
  return `${quoteIdentifier(database)}.${quoteIdentifier(table)}`;
}
