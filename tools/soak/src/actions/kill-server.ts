import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '@cutover/lab';
import type { Action } from '../stage/stage.js';

/** A server is killed, and started again a little later. */
function killServer(role: Role, weight: number): Action {
  return {
    name: `kill-${role}`,
    weight,
    async run({ pair, oracle, random, undos }) {
      const disturbance = oracle.quiet.disturb(Date.now());
      const seconds = random.int(6);
      await pair.server(role).kill();
      await pause(seconds * 1000);
      await pair.server(role).start();
      // A replica starts with its server, and one that has lost its source tries again: but not what was stopped on purpose.
      if (!undos.isOpen('replication-stopped')) await pair.isReplicating(30_000);
      disturbance.over(Date.now());
      return `kill -9, down for ${seconds} s`;
    },
  };
}

export const killSource = killServer('source', 1);
export const killTarget = killServer('target', 1.5);
