import { quoteAccount, quoteIdentifier, quoteTable } from '@cutover/databases/mysql-family';
import { canonicalCode } from '../../../../../../tables/dialects/mysql-family/canonical-code.js';
import type { SchemaObject } from '../../../schema-object.js';
import { partOf } from '../object-of.js';
import { sameMode, splitNote, underMode } from './code-under-mode.js';

export interface TriggerRow {
  db: string;
  name: string;
  tableName: string;
  timing: string;
  happening: string;
  position: string;
  body: string;
  definer: string;
  mode: string;
}

export const triggersSelect =
  'SELECT EVENT_OBJECT_SCHEMA AS db, TRIGGER_NAME AS name, EVENT_OBJECT_TABLE AS tableName, ACTION_TIMING AS timing, ' +
  'EVENT_MANIPULATION AS happening, CAST(ACTION_ORDER AS CHAR) AS position, ACTION_STATEMENT AS body, DEFINER AS definer, ' +
  'SQL_MODE AS mode FROM information_schema.TRIGGERS';

/** Pure: triggers, each as a part of its table. The order among those of one moment counts. */
export function triggerObjects(rows: readonly TriggerRow[]): SchemaObject[] {
  const keyOf = ({ db, tableName, timing, happening }: TriggerRow, position: number): string =>
    [db, tableName, timing, happening, position].join('\0');
  const byPlace = new Map(rows.map((row) => [keyOf(row, Number(row.position)), row]));
  return rows.map((row) => {
    const { db, name, tableName, timing, happening, position, body, definer, mode } = row;
    const before = byPlace.get(keyOf(row, Number(position) - 1));
    const follows = before === undefined ? '' : ` FOLLOWS ${quoteIdentifier(before.name)}`;
    const create =
      `CREATE DEFINER=${quoteAccount(definer)} TRIGGER ${quoteTable(db, name)} ${timing} ${happening} ON ` +
      `${quoteTable(db, tableName)} FOR EACH ROW${follows} ${body}`;
    return partOf({ db, name: tableName }, 'trigger', name, {
      shown: `${timing} ${happening} (number ${position}, definer ${definer}, sql_mode ${mode || 'empty'}) ${body}`,
      compared: [timing, happening, position, definer, sameMode(mode), canonicalCode(body, mode)].join('\n'),
      make: underMode(mode, create),
      remove: [`DROP TRIGGER ${quoteTable(db, name)}`],
      note: splitNote,
    });
  });
}
