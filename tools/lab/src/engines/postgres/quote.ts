/** A name in double quotes. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a literal; `standard_conforming_strings` is on. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
