import { lagFigure, type ReplicaLag } from '@cutover/contracts';
import { lagText } from '../texts/lag-text.js';
import { transactionsText } from '../texts/transactions-text.js';
import { nothingKnown, passing, type Check } from '../../evidence/check.js';
import { freshLag, measuredLag, readLag, standsStill, type LagFinding } from './fresh-lag.js';

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

/**
 * Why it is not known whether the lag is over its limit; null where it is known, or where another check names the cause:
 * measures that contradict each other, a target that applies nothing.
 */
function unknownReason(lag: ReplicaLag): string | null {
  if (lag.contradiction !== null || lag.isOverThreshold !== null) return null;
  if (lag.reason !== null) return lag.reason;
  if (standsStill[lag.state]) return null;
  return lagFigure(lag).isLowerBound
    ? `Replica lag is ${lagText(lag)}; how much more is unknown`
    : 'Replica lag in seconds is unknown';
}

/** Nothing on the servers has to be looked for then. */
function delayText({ channels }: ReplicaLag): string {
  const delay = Math.max(0, ...channels.map(({ delaySeconds }) => delaySeconds));
  return delay === 0 ? '' : `The target is delayed on purpose by ${inWords(delay)}: take the delay away first. `;
}

function over(lag: ReplicaLag): LagFinding {
  return {
    ...{ subject: 'target', outcome: 'fail', severity: 'WARNING', message: describe(lag) },
    action: `${delayText(lag)}Look for a long transaction, a lock, a large DDL or a slow disk on the target; slow the write load down, or raise replicaLagThresholdSeconds if this is expected.`,
  };
}

function unknown(message: string, { shownBy }: ReplicaLag): LagFinding {
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO', message },
    action: `Wait for the next measurements. If it stays unknown, look at the rights of our accounts and at ${shownBy} on the target.`,
  };
}

/** The target is further behind than `replicaLagThresholdSeconds`. An unknown lag is neither over nor under it. */
export const lagThresholdCheck: Check = {
  id: 'lag-threshold',
  claim: 'Replica lag is under its limit',
  blocks: 'unless-passed',
  needs: 'both',
  policy: passing,
  judge: (evidence) => {
    const measured = measuredLag(evidence);
    // Positions prove it also where the threads cannot be read.
    if (measured?.isOverThreshold && freshLag(evidence) === null)
      return { ...nothingKnown, found: [{ ...over(measured), evidence: measured.measuredAt }] };
    const reading = readLag(evidence, (lag) => {
      if (lag.isOverThreshold) return [over(lag)];
      const reason = unknownReason(lag);
      return reason === null ? [] : [unknown(reason, lag)];
    });
    return freshLag(evidence)?.isOverThreshold === null
      ? { ...reading, rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) }
      : reading;
  },
};
