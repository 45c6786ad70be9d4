/** `'name'@'%'`, as account statements want it. */
export function accountAt(name: string): string {
  return `${quoteString(name)}@'%'`;
}

/** A name in backticks. */
export function quoteIdentifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text as a literal. */
export function quoteString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
