import type { ReplicationState } from '@cutover/contracts';

/** How much each state weighs: the worst channel speaks for all. */
const weights: Record<ReplicationState, number> = {
  broken: 6,
  stopped: 5,
  'receiving-only': 4,
  unknown: 3,
  'not-configured': 2,
  applying: 1,
  idle: 0,
};

/** Pure: the state of all channels together. None at all: replication is not configured. */
export function overallState(states: readonly ReplicationState[]): ReplicationState {
  if (states.length === 0) return 'not-configured';
  return states.reduce((worst, state) => (weights[state] > weights[worst] ? state : worst));
}
