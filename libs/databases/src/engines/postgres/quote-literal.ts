/**
 * SQL literal of a text. With a backslash in it the escaping form is used, which means the same whatever
 * standard_conforming_strings is, on the server and in psql.
 */
export function quoteLiteral(text: string): string {
  const quoted = text.replaceAll("'", "''");
  return text.includes('\\') ? `E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
}
