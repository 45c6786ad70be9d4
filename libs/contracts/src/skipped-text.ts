import type { SkippedTables } from './coverage.js';

/** `2 left out by excludeTables (shop.a, shop.b)`, for people; a long list is cut. */
export function skippedText({ message, count, tables }: SkippedTables): string {
  const named = tables.slice(0, 3).join(', ');
  const more = count > 3 ? `, and ${count - 3} more` : '';
  return `${count} ${message} (${named}${more})`;
}
