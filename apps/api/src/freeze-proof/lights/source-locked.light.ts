import { built } from '../../failures/not-built.js';
import { FreezeRefused, type FreezeObstacle } from '../freeze-proof-dialect.js';
import type { FreezeHolder } from '../freeze-holder.js';
import { lockedMessage } from './lights-at-end.js';
import { askBounds, type LightEnd, type ProofLight } from './proof-context.js';

/** Light 2, where Cutover may freeze the source itself. Before the lock it looks for all that would make writers wait behind it. */
export function sourceLocked(holder: FreezeHolder): ProofLight {
  return {
    id: 'source-frozen',
    async look(context) {
      const { dialect, source, board, budget, clock } = context;
      const lock = built(dialect.lock);
      const obstacle = await lock.obstacle(source, askBounds(context));
      if (obstacle !== null) return refused(obstacle);
      try {
        await holder.freeze(() => lock.acquire(source));
      } catch (error) {
        if (error instanceof FreezeRefused) return refused(error.obstacle);
        throw error;
      }
      board.patch({ freeze: { by: 'cutover', since: clock.nowIso(), isHeld: holder.isHeld, released: null } });
      return {
        state: 'green',
        message: lockedMessage,
        evidence: [
          { label: 'Locked, our clock', value: clock.nowIso(), hint: `for ${budget.seconds} s at the longest` },
        ],
      };
    },
  };
}

function refused({ message, action, statement }: FreezeObstacle): LightEnd {
  return { state: 'red', message: `${message}.`, action, statement };
}
