import { roles } from '@cutover/lab';
import { onSide } from '../stage/session.js';
import type { Action } from './action.js';

/** A server closes all tables, and opens a new binary log. */
export const flushTables: Action = {
  name: 'flush-tables',
  weight: 1,
  async run({ lab, random }) {
    const role = random.pick(roles);
    await onSide(lab, role, (root) => root.query('FLUSH LOCAL TABLES'));
    await onSide(lab, role, (root) => root.query('FLUSH LOCAL BINARY LOGS'));
    return role;
  },
};
