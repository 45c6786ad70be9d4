import { lagFigure, type ReplicaLag } from '@cutover/contracts';
import { nothingKnown, passing, type Check } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { freshLag, readReplication, standsStill, type LagFinding } from './fresh-lag.js';

/**
 * Seconds that the target needs to catch up once writes on the source stand still; null is unknown. The prediction of the lag takes
 * it that writes go on, so it may be far too long; a target that catches up while they go on applies faster than they were made,
 * so that it needs no longer than it is behind.
 */
export function drainSeconds(evidence: Evidence): number | null {
  const lag = freshLag(evidence);
  if (lag === null || standsStill[lag.state]) return null;
  if (isCaughtUp(lag)) return 0;
  const { predictedDrainSeconds: predicted } = lag;
  const behind = exactSeconds(lag);
  if (predicted !== null) return behind === null ? predicted : Math.min(predicted, behind);
  // It keeps pace: what is behind was written in that time, and takes about as long to apply.
  return behind !== null && behind <= keepsPaceSeconds ? behind : null;
}

/**
 * A target that is no further behind keeps pace with the writes. Further behind it may fall back more and more, and how fast it
 * would be without new writes is not known.
 */
const keepsPaceSeconds = 10;

function isCaughtUp({ state, transactionsBehind, predictedDrainSeconds }: ReplicaLag): boolean {
  return state === 'idle' || transactionsBehind === '0' || predictedDrainSeconds === 0;
}

/** null: not known, or only that it is at least so much. */
function exactSeconds(lag: ReplicaLag): number | null {
  const { seconds, isLowerBound } = lagFigure(lag);
  return isLowerBound ? null : seconds;
}

/** After the source is frozen, the target must catch up within `readiness.freezeBudgetSeconds`: writers wait for so long. */
export function drainTimeCheck(budgetSeconds: number): Check {
  return {
    id: 'drain-time',
    claim: `After a freeze the target catches up within ${budgetSeconds} s`,
    blocks: 'unless-passed',
    needs: 'both',
    policy: passing,
    judge: (evidence) => {
      const lag = freshLag(evidence);
      if (lag === null || standsStill[lag.state]) return nothingKnown;
      const seconds = drainSeconds(evidence);
      // How far the target is behind is itself not known: lag-threshold says so.
      if (seconds === null && exactSeconds(lag) === null) return nothingKnown;
      return readReplication(evidence, () => {
        if (seconds === null) return [unknown(lag)];
        return seconds > budgetSeconds ? [tooLong(seconds, budgetSeconds)] : [];
      });
    },
  };
}

// INFO: what is behind is the alert of lag-threshold. This says what it means for the freeze.
function tooLong(seconds: number, budgetSeconds: number): LagFinding {
  return {
    ...{ subject: 'target', outcome: 'fail', severity: 'INFO' },
    message: `After a freeze the target would need about ${Math.round(seconds)} s to catch up; ${budgetSeconds} s are allowed`,
    action:
      'Wait until it has caught up further, or freeze at a quieter time. If writers may wait for longer, raise readiness.freezeBudgetSeconds.',
  };
}

function unknown(lag: ReplicaLag): LagFinding {
  return {
    ...{ subject: 'target', outcome: 'unknown', severity: 'INFO' },
    message: `The target is ${lagFigure(lag).seconds} s behind and does not catch up, so how long it would need after a freeze is unknown`,
    action:
      'Wait a few minutes: the time follows from how fast it applies. If it stays so, slow the writes down, or look for what slows the target.',
  };
}
