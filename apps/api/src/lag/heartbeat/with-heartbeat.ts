import type { Heartbeat, ReplicaLag } from '@cutover/contracts';
import { contradictionOf, isOverThreshold } from '../proven-lag.js';

/** Pure: the lag with what the heartbeat proves. It can only make it worse: the worst measure counts. */
export function withHeartbeat(lag: ReplicaLag, heartbeat: Heartbeat | null): ReplicaLag {
  if (heartbeat === null) return lag;
  const { seconds } = heartbeat;
  if (seconds === null) return { ...lag, heartbeat };
  const atLeastSeconds = Math.max(lag.atLeastSeconds ?? 0, Math.floor(seconds));
  return {
    ...lag,
    heartbeat,
    atLeastSeconds,
    contradiction: lag.contradiction ?? contradictionOf(lag.seconds, seconds, null),
    isOverThreshold: isOverThreshold(lag.seconds, atLeastSeconds, lag.thresholdSeconds),
  };
}
