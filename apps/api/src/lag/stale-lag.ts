import { staleIntervals, type ReplicaLag } from '@cutover/contracts';

/**
 * Pure: whether a reading is too old to say anything.
 * @param ageMs by the monotonic clock: a jump of the wall clock makes nothing older or younger
 */
export function isStale(ageMs: number, intervalSeconds: number): boolean {
  return ageMs > staleIntervals * intervalSeconds * 1000;
}

/** Pure: what is left of a reading that is too old. Positions stay, as the last ones known; every judgement goes. */
export function asStale(lag: ReplicaLag, ageMs: number): ReplicaLag {
  const text = `The last measurement is ${Math.round(ageMs / 1000)} s old, so nothing is known about now.`;
  return {
    ...lag,
    isStale: true,
    state: 'unknown',
    seconds: null,
    atLeastSeconds: null,
    transactionsBehind: null,
    domains: lag.domains.map((domain) => ({ ...domain, transactionsBehind: null })),
    notReceivedBytes: null,
    notAppliedBytes: null,
    predictedDrainSeconds: null,
    contradiction: null,
    isOverThreshold: null,
    ...(lag.heartbeat ? { heartbeat: { ...lag.heartbeat, seconds: null } } : {}),
    channels: lag.channels.map((channel) => ({
      ...channel,
      state: 'unknown',
      receiver: 'unknown',
      applier: 'unknown',
      secondsBehind: null,
    })),
    reason: lag.reason ? `${text} ${lag.reason}` : text,
  };
}
