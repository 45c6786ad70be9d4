import { subscriptionName } from '@cutover/lab';
import type { Action } from '../../../stage/stage.js';

const senders = `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '${subscriptionName}'`;

/** The process that sends changes to the target is ended; the target connects again within a second or two. */
export const killWalsender: Action = {
  name: 'kill-walsender',
  weight: 2,
  async run({ pair, oracle, undos }) {
    if (undos.isOpen('replication-stopped')) return null;
    const disturbance = oracle.quiet.disturb(Date.now());
    await pair.onSide('source', (source) => source.rows(senders));
    await pair.isReplicating(30_000);
    disturbance.over(Date.now());
    return 'ended';
  },
};
