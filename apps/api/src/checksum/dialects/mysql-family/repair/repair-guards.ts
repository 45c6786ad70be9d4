import type { RowDifferenceKind } from '@cutover/contracts';
import type { RepairSubject } from '../../../repair/repair-dialect.js';
import { bytesLiteral } from '../chunks/key-column.js';
import type { RepairTarget, TriggerEvent } from './repair-target.js';

/** What the guards of a script are about. */
type Guarded = Pick<RepairSubject<RepairTarget>, 'database' | 'name' | 'target' | 'rows'>;

/** The kinds of statements that repair a kind of row. A changed row may be removed and written again. */
const eventsOf: Readonly<Record<RowDifferenceKind, readonly TriggerEvent[]>> = {
  missing: ['INSERT'],
  changed: ['DELETE', 'INSERT', 'UPDATE'],
  extra: ['DELETE'],
};

/**
 * SQL that stops the script unless the condition holds. Without a stored program that is only possible by an error: it
 * sets an sql_mode that does not exist, and the server repeats its name (error 1231, Variable 'sql_mode' can't be set
 * to the value of …). A comma would end the name, so only plain characters are used.
 */
function stopUnless(condition: string, why: string, mode = '@@SESSION.sql_mode'): string {
  const text = why.replaceAll(',', ';').replaceAll(/[^ -~]|['"\\`]/g, '?');
  return `SET SESSION sql_mode = IF(${condition}, ${mode}, 'STOPPED: ${text}');`;
}

/** A name or value in hexadecimal: no client and no session can find a quote in it. */
function hex(text: string): string {
  return bytesLiteral('utf8mb4', Buffer.from(text).toString('hex'));
}

/**
 * Stops in a client whose character set may take a byte of another character for a quote or backslash: it would read
 * other statements than these.
 */
export const clientGuard = [
  stopUnless(
    "@@character_set_client NOT IN ('big5', 'cp932', 'gb18030', 'gb2312', 'gbk', 'sjis')",
    'run it with --default-character-set=utf8mb4',
  ),
  'SET NAMES utf8mb4;',
];

/**
 * The sql_mode that the values need: dates as the source holds them, 0 in AUTO_INCREMENT columns. It is not strict,
 * because a replica does not apply changes in a strict mode: each value is exact, and generated columns may need a
 * mode that is not strict.
 */
const sqlMode = "'NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'";

/** SQL condition that the script runs on this server. */
function isTarget({ server }: RepairTarget): string {
  return `@@server_id = ${server.serverId} AND BINARY @@hostname = BINARY ${hex(server.hostname)} AND @@port = ${server.port}`;
}

/** Pure: stops the script on every server but the target. */
export function serverGuard({ target }: Guarded): string[] {
  if (target === null)
    return [
      '-- The target could not be asked when this was written, so the script cannot tell it from other servers, and stops.',
      stopUnless('1 = 0', 'the target was not known when this was written: fetch the script again once it answers'),
    ];
  const { serverId, hostname, port } = target.server;
  return [
    stopUnless(
      isTarget(target),
      `this server is not the target (server_id ${serverId} on ${hostname}:${port})`,
      sqlMode,
    ),
  ];
}

/** Pure: names the triggers that would fire, and stops the script where there are any: a session cannot switch them off. */
export function triggerGuard({ database, name, target, rows }: Guarded): string[] {
  const kinds = (['missing', 'changed', 'extra'] as const).filter((kind) => rows[kind] > 0);
  const events = [...new Set(kinds.flatMap((kind) => eventsOf[kind]))];
  if (events.length === 0) return [];
  const firing = target?.triggers?.filter(({ event }) => events.includes(event)) ?? [];
  return [
    ...(target?.triggers == null
      ? ['-- Which triggers fire is not known to Cutover: its account lacks the right TRIGGER.']
      : []),
    ...firing.map((trigger) => `-- The trigger ${trigger.name} would fire (${trigger.timing} ${trigger.event}).`),
    '-- Run this with an account that has TRIGGER on the table: a server shows triggers to nobody else, and nothing stops then.',
    '-- A trigger changes more than the row that is repaired. Drop those of the table first, with sql_log_bin=0, and create',
    '-- them again afterwards (SHOW CREATE TRIGGER); or remove the next two statements if what they do is wanted.',
    'SELECT COUNT(*) INTO @cutover_triggers FROM information_schema.TRIGGERS ' +
      `WHERE EVENT_OBJECT_SCHEMA = ${hex(database)} AND EVENT_OBJECT_TABLE = ${hex(name)} ` +
      `AND EVENT_MANIPULATION IN (${events.map((event) => `'${event}'`).join(', ')});`,
    stopUnless('@cutover_triggers = 0', 'triggers of the table would fire: see the script'),
  ];
}

/**
 * Pure: sets the variable that every repair checks. A client that goes on after an error (SOURCE, --force) ignores the
 * guards above.
 */
export function repairSwitch({ target }: Guarded): string[] {
  return [
    '-- No row is repaired unless all of this holds; take out what you have decided to do without.',
    `SET @cutover_go = @@SESSION.sql_log_bin = 0 AND COALESCE(@cutover_triggers, 0) = 0 AND ${target === null ? '1 = 0' : isTarget(target)};`,
  ];
}
