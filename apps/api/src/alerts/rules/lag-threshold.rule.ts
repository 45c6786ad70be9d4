import type { ReplicaLag } from '@cutover/contracts';
import { lagText } from '../../replication/lag-text.js';
import { transactionsText } from '../../replication/transactions-text.js';
import { passing, type AlertRule } from '../alert-rule.js';
import { freshLag, readLag } from './fresh-lag.js';

function describe(lag: ReplicaLag): string {
  const behind = lag.transactionsBehind === null ? '' : `, ${transactionsText(lag.transactionsBehind)} behind`;
  const drain = lag.predictedDrainSeconds === null ? '' : `, caught up in about ${inWords(lag.predictedDrainSeconds)}`;
  return `Replica lag is ${lagText(lag)} (limit ${lag.thresholdSeconds} s)${behind}${drain}`;
}

/** Seconds up to two minutes, then minutes, then hours. */
function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** The target is further behind than `replicaLagThresholdSeconds`. An unknown lag is neither over nor under it. */
export const lagThresholdRule: AlertRule = {
  type: 'lag_threshold',
  policy: passing,
  judge: (snapshot) => {
    const reading = readLag(snapshot, (lag) =>
      lag.isOverThreshold
        ? [
            {
              subject: 'target',
              severity: 'WARNING',
              message: describe(lag),
              action:
                'Look for a long transaction, a large DDL or a slow disk on the target; slow the write load down, or raise replicaLagThresholdSeconds if this is expected.',
            },
          ]
        : [],
    );
    return freshLag(snapshot)?.isOverThreshold === null
      ? { ...reading, otherwise: () => ({ kind: 'unknown' }) }
      : reading;
  },
};
