import { printTableName } from '@cutover/databases';
import type { RepairDialect } from './repair-dialect.js';

/** The repair of an engine that has none: every script is a comment. `reason` says why, and what to do instead. */
export function noRepair(reason: string): RepairDialect {
  return {
    rowRepair: () => ({ removal: null, sql: comment(`This row is not repaired: ${reason}`) }),
    longValues: () => ({ fill: async (finding) => finding }),
    readTarget: async () => null,
    heading: (table) => [comment(`Rows of ${printTableName(table)} are not repaired: ${reason}`)],
    ending: () => [],
  };
}

/** A name may hold a line break, which would end the comment. */
function comment(text: string): string {
  return `-- ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')}`;
}
