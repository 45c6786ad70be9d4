import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { carriedText, longValue } from '../../../../proof/dialects/postgres/carried-value.js';
import { createHash } from 'node:crypto';

/** A longer value is shown by its beginning, length and digest, so that answers and stored rows stay short. */
const longestShownBytes = 4_096;
const shownCharacters = 200;

/** The value as people read it: as the server prints it, a long one shortened. */
export function shownValue(_: ColumnDefinition, value: string | null): string | null {
  if (value === null) return null;
  const long = longValue(value);
  if (long !== null) return `(${long.bytes} bytes, SHA-256 ${long.sha256})`;
  const text = carriedText(value);
  const bytes = Buffer.byteLength(text);
  if (bytes <= longestShownBytes) return text;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return `${text.slice(0, shownCharacters).replace(/[\uD800-\uDBFF]$/, '')}… (${bytes} bytes, SHA-256 ${sha256})`;
}
