import type { RowDifferenceKind } from '@cutover/contracts';
import { oneLine } from './repair-statement.js';

/** A statement with what it repairs. */
export interface RepairStatement {
  kind: RowDifferenceKind;
  sql: string;
}

/** What the script is about. */
export interface RepairSubject {
  /** db.table */
  table: string;
  position: string | null;
  /** False: more rows differ than are named. */
  isComplete: boolean;
  /** Comments of sideEffectLines. */
  sideEffects: readonly string[];
  now: string;
}

/** Rows that are in the way go first: an extra row may hold a unique value that a missing one needs. */
const order: Record<RowDifferenceKind, number> = { extra: 0, changed: 1, missing: 2 };

/** Pure: the lines of a repair script for the target, to be read before it is run; nothing of ours ever runs it. */
export function repairScript(subject: RepairSubject, statements: readonly RepairStatement[]): string[] {
  const sorted = [...statements].sort((a, b) => order[a.kind] - order[b.kind]);
  return [...heading(subject), ...sorted.map(({ sql }) => sql), '-- End.'];
}

function heading({ table, position, isComplete, sideEffects, now }: RepairSubject): string[] {
  return [
    `-- Makes ${table} on the target equal to the source, as both were at ${position ?? 'an unknown position'}. Written ${now}.`,
    '-- Run it on the TARGET only. Each statement changes one row, and only if the row is still as it was observed;',
    '-- one that reports 0 rows affected, or a duplicate key, met a row that has changed since: verify again.',
    ...sideEffects,
    "-- What it writes goes to the target's binary log.",
    ...(isComplete
      ? []
      : ['-- NOT COMPLETE: more rows differ than are named here. Copying the table again may be better.']),
    "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO';",
    'SET NAMES utf8mb4;',
  ].map(oneLine);
}
