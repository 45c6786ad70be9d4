import { createHash } from 'node:crypto';

// How values of rows are carried, by whoever reads them: as the server's output function prints them (the settings of a session
// make it print alike on both sides), and of a long value only its length and SHA-256. So memory stays bounded.

/** Longer texts are carried as `#<bytes>:<SHA-256>`. A text that begins with `#` gets another one before it. */
export const longestCarriedBytes = 65_536;

/** Pure: the form in which a text of the server is carried; null is NULL. */
export function carriedValue(text: string | null): string | null {
  if (text === null) return null;
  const bytes = Buffer.byteLength(text);
  if (bytes <= longestCarriedBytes) return text.startsWith('#') ? `#${text}` : text;
  return `#${bytes}:${createHash('sha256').update(text).digest('hex')}`;
}

/** SQL of the same, over SQL of the text. */
export function carriedSelection(text: string): string {
  return (
    `(SELECT CASE WHEN pg_catalog.octet_length(b) > ${longestCarriedBytes} ` +
    `THEN '#' || pg_catalog.octet_length(b) || ':' || pg_catalog.encode(pg_catalog.sha256(b), 'hex') ` +
    `WHEN pg_catalog.left(t, 1) = '#' THEN '#' || t ELSE t END ` +
    `FROM (SELECT v AS t, pg_catalog.convert_to(v, 'UTF8') AS b FROM (SELECT ${text}) AS printed (v)) AS carried)`
  );
}

/** Length and SHA-256 of a value of which only these are carried; null for any other. */
export function longValue(carried: string): { bytes: number; sha256: string } | null {
  const [, bytes, sha256] = /^#(\d+):([0-9a-f]{64})$/.exec(carried) ?? [];
  return bytes === undefined || sha256 === undefined ? null : { bytes: Number(bytes), sha256 };
}

/** The text of a value that is carried whole. */
export function carriedText(carried: string): string {
  return carried.startsWith('##') ? carried.slice(1) : carried;
}
