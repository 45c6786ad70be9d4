import { quoteAccount, quoteTable, quoteText } from '@cutover/databases/mysql-family';
import { canonicalCode } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaObject } from '../../../schema-object.js';
import { inDatabase } from '../object-of.js';
import { sameMode, splitNote, underMode } from './code-under-mode.js';

export interface EventRow {
  db: string;
  name: string;
  definer: string;
  timeZone: string;
  body: string;
  type: string;
  executeAt: string | null;
  every: string | null;
  unit: string | null;
  starts: string | null;
  ends: string | null;
  status: string;
  completion: string;
  mode: string;
  comment: string;
}

export const eventsSelect =
  'SELECT EVENT_SCHEMA AS db, EVENT_NAME AS name, DEFINER AS definer, TIME_ZONE AS timeZone, EVENT_DEFINITION AS body, ' +
  'EVENT_TYPE AS type, CAST(EXECUTE_AT AS CHAR) AS executeAt, INTERVAL_VALUE AS every, INTERVAL_FIELD AS unit, ' +
  'CAST(STARTS AS CHAR) AS starts, CAST(ENDS AS CHAR) AS ends, STATUS AS status, ON_COMPLETION AS completion, ' +
  'SQL_MODE AS mode, EVENT_COMMENT AS comment FROM information_schema.EVENTS';

/** What replication makes of every event, ENABLED or not, so that it does not run on both sides. MySQL has a new word for it. */
const isOfReplication = (status: string): boolean => /^(?:SLAVESIDE|REPLICA_SIDE)_DISABLED$/.test(status);

/** Pure: events. What replication made of the status on the target is right before the cutover, so it stands for any. */
export function eventObjects(rows: readonly EventRow[]): SchemaObject[] {
  return rows.map((row) => {
    const { db, name, definer, timeZone, body, status, completion, mode, comment } = row;
    const text = `ON SCHEDULE ${scheduleText(row)} ON COMPLETION ${completion}`;
    const create =
      `CREATE DEFINER=${quoteAccount(definer)} EVENT ${quoteTable(db, name)} ${text} DISABLE ON SLAVE` +
      `${comment === '' ? '' : ` COMMENT ${quoteText(comment)}`} DO ${body}`;
    return inDatabase(row, 'event', {
      shown: `${status} ${text} (time zone ${timeZone}, definer ${definer}, sql_mode ${mode || 'empty'}) DO ${body}`,
      compared: [text, timeZone, definer, sameMode(mode), canonicalCode(body, mode)].join('\n'),
      ...(isOfReplication(status) ? {} : { status }),
      make: [`SET SESSION time_zone = ${quoteText(timeZone)}`, ...underMode(mode, create)],
      remove: [`DROP EVENT ${quoteTable(db, name)}`],
      note: `${splitNote} It is made as replication makes it: disabled until the cutover.`,
    });
  });
}

function scheduleText({ type, executeAt, every, unit, starts, ends }: EventRow): string {
  if (type === 'ONE TIME') return `AT ${quoteText(executeAt ?? '')}`;
  const from = starts === null ? '' : ` STARTS ${quoteText(starts)}`;
  // `10` and `'1:30'` HOUR_MINUTE: the latter is printed with its quotes.
  return `EVERY ${every ?? ''} ${unit ?? ''}${from}${ends === null ? '' : ` ENDS ${quoteText(ends)}`}`;
}
