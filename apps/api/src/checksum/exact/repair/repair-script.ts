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

/** Pure: a repair script for the target, to be read before it is run; nothing of ours ever runs it. */
export function repairScript(subject: RepairSubject, statements: readonly RepairStatement[]): string[] {
  const sorted = [...statements].sort((a, b) => order[a.kind] - order[b.kind]);
  return [...repairHeading(subject), ...sorted.map(({ sql }) => sql), ...repairEnding];
}

/**
 * Keeps the repair out of the target's binary log; otherwise every repaired row would be a transaction that the source
 * never had. The client stops at the first error, so an account without the right writes nothing.
 */
const keepOffBinaryLog = [
  "-- The next statement keeps the repair out of the target's binary log. Logged, it would be transactions that the source",
  '-- never had (errant GTIDs): the target would not be safe to switch to, and with gtid_strict_mode=ON replication would',
  "-- end at the source's next write (error 1950). It needs BINLOG ADMIN (MariaDB from 10.5.2), SESSION_VARIABLES_ADMIN or",
  '-- SYSTEM_VARIABLES_ADMIN (MySQL 8), SUPER (older). Replicas of the target do not get the repair: run it there as well.',
  '-- Without that right (nobody has it on Amazon RDS): see docs/errant-transactions.md before you remove the line.',
  'SET SESSION sql_log_bin = 0;',
];

/** Pure: what stands before the statements. */
export function repairHeading({ table, position, isComplete, sideEffects, now }: RepairSubject): string[] {
  return [
    `-- Makes ${table} on the target equal to the source, as both were at ${position ?? 'an unknown position'}. Written ${now}.`,
    '-- Run it on the TARGET only, as `mariadb … < FILE` (or mysql) without --force, so that it ends at the first error.',
    '-- Each statement changes one row, and only if the row is still as it was observed;',
    '-- one that reports 0 rows affected, or a duplicate key, met a row that has changed since: verify again.',
    '-- With read_only=ON there the account needs READ ONLY ADMIN too (MySQL: SUPER or CONNECTION_ADMIN).',
    ...sideEffects,
    ...(isComplete
      ? []
      : ['-- NOT COMPLETE: more rows differ than are named here. Copying the table again may be better.']),
    ...keepOffBinaryLog,
    "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO';",
    'SET NAMES utf8mb4;',
  ].map(oneLine);
}

/** The end of the script: switches the binary log on again for whatever the session does next. */
export const repairEnding: readonly string[] = ['SET SESSION sql_log_bin = 1;', '-- End.'];
