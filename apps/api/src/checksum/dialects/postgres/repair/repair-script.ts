import { printTableName } from '@cutover/databases';
import { quoteTable } from '@cutover/databases/postgres';
import type { RepairSubject } from '../../../repair/repair-dialect.js';
import type { RepairTarget } from './repair-target.js';

/** Rows that are deleted and written again, and how many rows were repaired. Both are gone with the transaction. */
export const asideTable = 'pg_temp.cutover_aside';
export const countTable = 'pg_temp.cutover_rows';

/**
 * How values are printed and read, as in the sessions that compared them. As when replication applies a row, ordinary triggers,
 * rules and foreign keys stay out of it.
 */
const settings = [
  "SET LOCAL search_path = ''",
  "SET LOCAL TimeZone = 'UTC'",
  "SET LOCAL DateStyle = 'ISO, YMD'",
  "SET LOCAL IntervalStyle = 'postgres'",
  "SET LOCAL bytea_output = 'hex'",
  'SET LOCAL extra_float_digits = 3',
  "SET LOCAL lc_monetary = 'C'",
  'SET LOCAL xmloption = content',
  'SET LOCAL row_security = off',
  "SET LOCAL lock_timeout = '10s'",
  'SET LOCAL session_replication_role = replica',
].map((statement) => `${statement};`);

/** Pure: the lines before the statements. */
export function repairHeading(subject: RepairSubject<RepairTarget>): string[] {
  const { position, isComplete, now } = subject;
  const table = quoteTable(subject.database, subject.name);
  return [
    oneLine(
      `-- Makes ${printTableName(subject)} on the target equal to the source, as both were at ${position ?? 'an unknown position'}. Written ${now}.`,
    ),
    '-- Run it on the TARGET only, in the database of the migration: psql -v ON_ERROR_STOP=1 -f FILE. The table is one',
    '-- transaction: an error repairs nothing, and the script may be run again. Each row is repaired only if it is still as it',
    '-- was observed. The end says how many were; verify again in any case.',
    '-- It needs the rights of the owner of the table, and to set session_replication_role (a superuser; from PostgreSQL 15',
    '-- GRANT SET ON PARAMETER session_replication_role TO …; rds_superuser on Amazon RDS). Sequences are not touched.',
    ...(isComplete
      ? []
      : ['-- NOT COMPLETE: more rows differ than are named here. Copying the table again may be better.']),
    "SET client_encoding = 'UTF8';",
    'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;',
    ...settings,
    ...guard(subject),
    `CREATE TEMPORARY TABLE cutover_aside (LIKE ${table}) ON COMMIT DROP;`,
    'CREATE TEMPORARY TABLE cutover_rows (n bigint) ON COMMIT DROP;',
  ];
}

/** Pure: the lines after the statements. */
export function repairEnding({ rows }: Pick<RepairSubject, 'rows'>): string[] {
  const named = rows.missing + rows.changed + rows.extra;
  return [
    `SELECT COALESCE(sum(n), 0) AS rows_repaired, ${named} AS rows_that_differed FROM ${countTable};`,
    'COMMIT;',
    '-- End.',
  ];
}

/** Stops the script on every server but the target, and where something of the target's own would fire. */
function guard({ database, name, target }: RepairSubject<RepairTarget>): string[] {
  if (target === null)
    return [
      '-- The target could not be asked when this was written, so the script cannot tell it from other servers, and stops.',
      stop('true', 'the target was not known when this was written: fetch the script again once it answers'),
    ];
  const subscriptions = target.subscriptions.map((oid) => `'${oid.replace(/\D/g, '')}'`).join(', ');
  const isElsewhere = [
    `(SELECT system_identifier::text FROM pg_control_system()) <> '${target.system.replace(/\D/g, '')}'`,
    `current_database() <> ${hexText(target.database)}`,
    ...(subscriptions === '' ? [] : [`NOT EXISTS (SELECT FROM pg_subscription WHERE oid::text IN (${subscriptions}))`]),
  ].join(' OR ');
  const oid = `${hexText(quoteTable(database, name))}::regclass`;
  const firing = `EXISTS (SELECT FROM pg_trigger WHERE tgrelid = ${oid} AND tgenabled IN ('R', 'A') AND NOT tgisinternal)
      OR EXISTS (SELECT FROM pg_rewrite WHERE ev_class = ${oid} AND ev_enabled IN ('R', 'A'))`;
  return [
    stop(isElsewhere, 'this is not the target that was compared'),
    stop(
      firing,
      'a trigger or rule of the table fires for replicated rows too (ENABLE REPLICA or ALWAYS): see what it would do, disable it for the repair, and run the script again',
    ),
  ];
}

function stop(condition: string, why: string): string {
  return `DO $cutover$ BEGIN IF ${condition} THEN RAISE EXCEPTION 'STOPPED: ${why}'; END IF; END $cutover$;`;
}

/** A name in hexadecimal: nothing in it can end the text that it stands in. */
function hexText(text: string): string {
  return `convert_from(decode('${Buffer.from(text).toString('hex')}', 'hex'), 'UTF8')`;
}

/** A name may hold a line break, which would end the comment and begin a statement. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
