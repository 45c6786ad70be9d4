import type { Alert } from '@cutover/contracts';

/** Types that report an event instead of a condition. */
export type EventType = 'connection_restored' | 'monitoring_started' | 'table_appeared' | 'table_disappeared';

/** An event: INFO, fired and resolved in the same moment, so that it stands in the history and never keeps firing. */
export function eventAlert(
  event: { type: EventType; migration: string; subject: string; message: string; action: string },
  id: string,
  nowIso: string,
): Alert {
  return {
    id,
    ...event,
    severity: 'INFO',
    state: 'resolved',
    activeAt: nowIso,
    firedAt: nowIso,
    resolvedAt: nowIso,
    acknowledgedAt: null,
    acknowledgedBy: null,
    occurrences: 1,
  };
}

/** More tables than this in one change make one event, not a page of them. */
const namedTables = 5;

/** Events of tables that came or went. */
export function tableEvents(type: 'table_appeared' | 'table_disappeared', migration: string, tables: string[]) {
  const [did, action] =
    type === 'table_appeared'
      ? ['appeared', 'Nothing, if a deployment made it; it is watched from now on.']
      : ['disappeared from both sides', 'Nothing, if it was dropped on purpose; it is no longer watched.'];
  if (tables.length > namedTables) {
    const list = tables.slice(0, namedTables).join(', ');
    const message = `${tables.length} tables ${did}: ${list} and ${tables.length - namedTables} more`;
    return [{ type, migration, subject: `${tables.length} tables`, message, action }];
  }
  return tables.map((table) => ({ type, migration, subject: table, message: `Table ${table} ${did}`, action }));
}
