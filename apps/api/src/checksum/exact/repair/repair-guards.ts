import type { RowDifferenceKind } from '@cutover/contracts';
import { quoteText } from '../../../connections/privilege-names.js';
import type { RepairTarget, TriggerEvent } from './repair-target.js';

/** What the guards of a script are about. */
export interface Guarded {
  database: string;
  name: string;
  /** null: it could not be asked. */
  target: RepairTarget | null;
  /** How many rows of each kind are repaired. */
  rows: Readonly<Record<RowDifferenceKind, number>>;
}

/** The statements that repair each kind of row: a changed one may be removed and inserted anew. */
const eventsOf: Readonly<Record<RowDifferenceKind, readonly TriggerEvent[]>> = {
  missing: ['INSERT'],
  changed: ['DELETE', 'INSERT', 'UPDATE'],
  extra: ['DELETE'],
};

/**
 * How a script stops itself without a stored program: a mode that does not exist, whose name the server's error repeats
 * (1231, Variable 'sql_mode' can't be set to the value of …). No comma: it would end the name.
 */
const stop = (why: string): string => quoteText(`STOPPED: ${why}`.replaceAll(',', ';'));

/** What every value below needs: exact storage, dates as the source holds them, and 0 in AUTO_INCREMENT columns. */
const sqlMode = "'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES'";

/** Pure: lets nothing run on a server that is not the target, as it was when the script was written. */
export function serverGuard({ target }: Guarded): string[] {
  if (target === null)
    return [
      '-- The target could not be asked when this was written, so the script cannot tell it from other servers, and stops.',
      `SET SESSION sql_mode = ${stop('the target was not known when this was written: fetch the script again once it answers')};`,
    ];
  const { serverId, hostname, port } = target.server;
  const isTarget = `@@server_id = ${serverId} AND @@hostname = ${quoteText(hostname)} AND @@port = ${port}`;
  const why = stop(`this server is not the target (server_id ${serverId} on ${hostname}:${port})`);
  return [`SET SESSION sql_mode = IF(${isTarget}, ${sqlMode}, ${why});`];
}

/** Pure: names the triggers that would fire, and stops where there are any: no session can switch them off. */
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
    '-- A trigger changes more than the row that is repaired. Drop those of the table first, with sql_log_bin=0, and create',
    '-- them again afterwards (SHOW CREATE TRIGGER); or remove the next two statements if what they do is wanted.',
    'SELECT COUNT(*) INTO @cutover_triggers FROM information_schema.TRIGGERS ' +
      `WHERE EVENT_OBJECT_SCHEMA = ${quoteText(database)} AND EVENT_OBJECT_TABLE = ${quoteText(name)} ` +
      `AND EVENT_MANIPULATION IN (${events.map(quoteText).join(', ')});`,
    `SET SESSION sql_mode = IF(@cutover_triggers = 0, @@SESSION.sql_mode, ${stop('triggers of the table would fire: see the script')});`,
  ];
}
