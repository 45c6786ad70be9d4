import { isRightMissing } from '@cutover/databases';
import { lookForSentinel } from './source-frozen.light.js';
import { keyOf } from './sentinel-written.light.js';
import { sentinelMissed } from './lights-at-end.js';
import { askBounds, type ProofLight } from './proof-context.js';

/** Light 5. The target has reached the position, so the row must be there at once. */
export const sentinelSeen: ProofLight = {
  id: 'sentinel-seen',
  async look(context) {
    const { board, sentinel, dialect, target, clock } = context;
    await lookForSentinel(context);
    const written = board.light('sentinel-written');
    const missed = sentinelMissed(written);
    if (written.state !== 'green')
      return {
        state: 'unknown',
        message: 'No sentinel row was written on the source, so none can arrive.',
        ...{ action: missed.action, statement: missed.statement },
      };
    try {
      const found = await dialect.sentinel.find(target, sentinel.table, keyOf(context), askBounds(context));
      if (found === null)
        return {
          state: 'red',
          message: `The target has reached the position of the source, but the sentinel row was not in its ${sentinel.table}.`,
          action:
            'Look for a replication filter on the target, or a table that the source does not log or publish. Do not switch before you know why.',
        };
      return {
        state: 'green',
        message: 'The row that was written on the source has arrived on the target.',
        evidence: [
          { label: 'Token', value: sentinel.token, hint: `table ${sentinel.table}` },
          { label: 'Written, clock of the source', value: found.writtenAt, hint: `seen, our clock: ${clock.nowIso()}` },
        ],
      };
    } catch (error) {
      if (!isRightMissing(error)) throw error;
      return {
        ...{ state: 'unknown', message: `The account may not read ${sentinel.table} on the target.` },
        ...{
          action: 'Run this on the target, and start again.',
          statement: dialect.sentinel.readGrant(target, sentinel.table),
        },
      };
    }
  },
};
