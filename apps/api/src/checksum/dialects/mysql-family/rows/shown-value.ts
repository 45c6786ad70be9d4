import { createHash } from 'node:crypto';
import type { ColumnDefinition } from '../../../../tables/definition/table-definition.js';
import { kindOf } from '../digest/column-kind.js';

/** Decoders for the character sets that Node knows. Text in any other is shown as bytes. */
const encodings: Readonly<Record<string, string>> = {
  ...{ utf8mb4: 'utf-8', utf8mb3: 'utf-8', utf8: 'utf-8', ascii: 'utf-8', latin1: 'windows-1252' },
  ...{ utf16: 'utf-16be', ucs2: 'utf-16be', utf16le: 'utf-16le' },
};

/** A longer value is shown by its beginning, length and digest, so that answers and stored rows stay short. */
const longestShownBytes = 4_096;
const shownCharacters = 200;

/** The value as people read it: valid text as text, other bytes as `0x…`, an ENUM by its label. */
export function shownValue(column: ColumnDefinition, value: string | null): string | null {
  if (value === null) return null;
  const kind = kindOf(column);
  if (kind === 'enumerated') return enumLabels(column.columnType)[Number(value) - 1] ?? '';
  if (kind !== 'bytes' && kind !== 'large') return value;
  if (value.startsWith('#'))
    return `(${value.slice(1, value.indexOf(':'))} bytes, SHA-256 ${value.slice(value.indexOf(':') + 1)})`;
  const text = textOf(column, value);
  if (value.length <= 2 * longestShownBytes) return text;
  const sha256 = createHash('sha256').update(value, 'hex').digest('hex');
  return `${beginningOf(text)}… (${value.length / 2} bytes, SHA-256 ${sha256})`;
}

/** The text without an incomplete character at its end. */
function beginningOf(text: string): string {
  return text.slice(0, shownCharacters).replace(/[\uD800-\uDBFF]$/, '');
}

function textOf(column: ColumnDefinition, value: string): string {
  const charset = column.dataType === 'json' ? 'utf8mb4' : column.charset;
  const encoding = charset === null ? undefined : encodings[charset];
  if (encoding === undefined) return `0x${value}`;
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, 'hex'));
  } catch {
    return `0x${value}`;
  }
}

/** The labels in `enum('a','it''s')`. */
export function enumLabels(columnType: string): string[] {
  return [...columnType.matchAll(/'((?:[^']|'')*)'/g)].map(([, label = '']) => label.replaceAll("''", "'"));
}
