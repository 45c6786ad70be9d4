import type { Alert, AlertPage, AlertQuery } from '@cutover/contracts';
import { decodeCursor, encodeCursor } from './store/alert-cursor.js';

/** A page of the alerts that fire, from memory: it must be there when the store is not. `open` is sorted newest first. */
export function firingPage(open: Alert[], query: AlertQuery): AlertPage {
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const matching = open.filter(
    (alert) =>
      alert.state === 'firing' &&
      (query.severity === undefined || alert.severity === query.severity) &&
      (query.migration === undefined || alert.migration === query.migration) &&
      (query.about === undefined || (query.about === 'backups') === (alert.migration === null)),
  );
  const rest = matching.filter(
    ({ activeAt, id }) => !after || activeAt < after.activeAt || (activeAt === after.activeAt && id < after.id),
  );
  const alerts = rest.slice(0, query.limit);
  const last = alerts.at(-1);
  return { alerts, total: matching.length, nextCursor: rest.length > query.limit && last ? encodeCursor(last) : null };
}
