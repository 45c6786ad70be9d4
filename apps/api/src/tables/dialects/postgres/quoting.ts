import { engines } from '@cutover/databases';

/** `"public"."orders"` */
export function quoteTable(schema: string, name: string): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** One identifier, whatever is in it. */
export function quoteName(name: string): string {
  return engines.postgres.quoteIdentifier(name);
}

/** One text, whatever standard_conforming_strings is where people run it. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? ` E${quoted}` : quoted;
}
