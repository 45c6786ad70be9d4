import { roles } from '@cutover/lab';
import { onSide } from '../session.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';

/** A server closes all tables, and opens a new binary log. */
export const flushTables: Action<MariadbStage> = {
  name: 'flush-tables',
  weight: 1,
  async run({ lab, random }) {
    const role = random.pick(roles);
    await onSide(lab, role, (root) => root.query('FLUSH LOCAL TABLES'));
    await onSide(lab, role, (root) => root.query('FLUSH LOCAL BINARY LOGS'));
    return role;
  },
};
