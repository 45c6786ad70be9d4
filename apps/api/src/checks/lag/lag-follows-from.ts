import { lagFigure, type ReplicaLag } from '@cutover/contracts';
import type { Evidence } from '../../evidence/evidence.js';
import { judgeReceiver, standsStill } from './fresh-lag.js';

/**
 * The target is behind because of what another check says, and will not catch up before that is mended: what it awaits, as a sentence.
 * null: nothing else explains it. A target further behind than its delay is slow beside that.
 */
export function lagFollowsFrom(lag: ReplicaLag, { connection }: Evidence): string | null {
  const isSourceUp = connection.source.state === 'up';
  if (standsStill[lag.state] || lag.channels.some((channel) => judgeReceiver(channel, isSourceUp) === 'dead'))
    return 'Mend replication first: the lag goes down when the target receives and applies again.';
  const delay = Math.max(0, ...lag.channels.map(({ delaySeconds }) => delaySeconds));
  const { seconds } = lagFigure(lag);
  return delay > 0 && (seconds === null || seconds <= delay + lag.thresholdSeconds)
    ? 'Take the delay of replication away first: the lag is that delay.'
    : null;
}
