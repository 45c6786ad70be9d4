import { printTableName } from '@cutover/databases';
import type { RepairSubject } from '../../../repair/repair-dialect.js';
import { clientGuard, repairSwitch, serverGuard, triggerGuard } from './repair-guards.js';
import type { RepairTarget } from './repair-target.js';
import { asideTable, oneLine } from './row-repair.js';

/**
 * Keeps the repair out of the target's binary log. Otherwise every repaired row would be a transaction that the source
 * never had. The client stops at the first error, so an account without the right writes nothing.
 */
const keepOffBinaryLog = [
  "-- The next statement keeps the repair out of the target's binary log. Logged, it would be transactions that the source",
  '-- never had (errant GTIDs): the target would not be safe to switch to, and with gtid_strict_mode=ON replication would',
  "-- end at the source's next write (error 1950). It needs BINLOG ADMIN (MariaDB from 10.5.2), SESSION_VARIABLES_ADMIN or",
  '-- SYSTEM_VARIABLES_ADMIN (MySQL 8), SUPER (older). Replicas of the target do not get the repair: build them anew.',
  '-- Without that right (nobody has it on Amazon RDS): see docs/errant-transactions.md before you remove the line.',
  'SET SESSION sql_log_bin = 0;',
];

/** Pure: the lines before the statements. */
export function repairHeading(subject: RepairSubject<RepairTarget>): string[] {
  const { position, isComplete, now } = subject;
  return [
    `-- Makes ${printTableName(subject)} on the target equal to the source, as both were at ${position ?? 'an unknown position'}. Written ${now}.`,
    '-- Run it on the TARGET only, as `mariadb … < FILE` (or mysql) without --force, so that it ends at the first error. With a',
    '-- key the table is one transaction: an error repairs nothing. Without a key each row is one, and takes two scans: rows',
    '-- before the error stay repaired. Tables that know no transactions (MyISAM, Aria): what was done stays done, and a row that',
    '-- was put aside is gone; verify again and run the new script. Otherwise this one may be run again after an error, too.',
    '-- Each row is repaired only if it is still as it was observed. The end says how many were; verify again in any case.',
    '-- A client prints the statement that failed, with the values of the row.',
    '-- With read_only=ON there the account needs READ ONLY ADMIN too (MySQL: SUPER or CONNECTION_ADMIN).',
    ...(isComplete
      ? []
      : ['-- NOT COMPLETE: more rows differ than are named here. Copying the table again may be better.']),
    ...keepOffBinaryLog,
    'SET @cutover_triggers = 0, @cutover_go = 0;',
    ...clientGuard,
    ...serverGuard(subject),
    ...triggerGuard(subject),
    ...repairSwitch(subject),
    '-- Foreign keys are not followed: no row of another table changes, and the order of rows does not matter. The source',
    "-- enforces its foreign keys, so the target's hold too once every table is proved equal.",
    `SET SESSION time_zone = '+00:00', completion_type = 0, foreign_key_checks = 0${mariadbOnlySettings(0)};`,
    '-- So that only the rows that are repaired are locked, and replication goes on meanwhile.',
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;',
    `DROP TEMPORARY TABLE IF EXISTS ${asideTable(subject)};`,
    'START TRANSACTION READ WRITE;',
    'SET @cutover_rows = 0;',
  ].map((line) => (line.startsWith('--') ? oneLine(line) : line));
}

/** Settings that only MariaDB has; MySQL reads them as a comment. */
function mariadbOnlySettings(checks: 0 | 1): string {
  return ` /*M!100201 , check_constraint_checks = ${checks}${checks === 0 ? ', max_statement_time = 0' : ''} */`;
}

/** Pure: the lines after the statements. They undo the settings that could harm what the session does next. */
export function repairEnding({ database, rows }: Pick<RepairSubject, 'database' | 'rows'>): string[] {
  const named = rows.missing + rows.changed + rows.extra;
  return [
    'COMMIT;',
    `SELECT @cutover_rows AS rows_repaired, ${named} AS rows_that_differed;`,
    `DROP TEMPORARY TABLE IF EXISTS ${asideTable({ database })};`,
    'SET @cutover_go = 0;',
    `SET SESSION foreign_key_checks = 1, sql_log_bin = 1${mariadbOnlySettings(1)};`,
    '-- End.',
  ];
}
