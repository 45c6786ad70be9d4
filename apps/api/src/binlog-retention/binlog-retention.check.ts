import type { BinlogRetention } from '@cutover/contracts';
import { passing, type Check, type CheckReading, type Found } from '../evidence/check.js';
import { inWords, keptText, worstSeconds } from './spare-time.js';

/** Binary logs must be kept at least so many times as long as the target was behind at worst. */
const spare = 2;

/** The shortest time that leaves a night to mend replication in: less is said, whatever the lag was. */
const shortestSeconds = 12 * 3_600;

const raise =
  'On the source: SET GLOBAL binlog_expire_logs_seconds = 604800 (a week; expire_logs_days = 7 on servers without it), and the same in its configuration file. Look at the free space of its disk first.';

function found(retention: BinlogRetention, part: Pick<Found, 'outcome' | 'severity' | 'message' | 'action'>): Found {
  return { subject: 'source', evidence: retention.measuredAt, ...part };
}

function find(retention: BinlogRetention, worst: number | null): Found[] {
  const { keptSeconds, isForever, limitBytes, reason } = retention;
  const kept = keptText(retention);
  if (kept === null) {
    const message = `How long the source keeps its binary logs is unknown: ${reason ?? 'it did not say'}`;
    return [found(retention, { outcome: 'unknown', severity: 'INFO', message, action: raise })];
  }
  if (keptSeconds !== null && worst !== null && keptSeconds < spare * worst) {
    const message = `The source keeps its binary logs for ${kept}, and the target was behind by ${inWords(worst)} in the last day: once more for longer, and what it needs is deleted (error 1236)`;
    // What it asks for next may be gone already.
    const severity = keptSeconds <= worst ? 'CRITICAL' : 'WARNING';
    return [found(retention, { outcome: 'fail', severity, message, action: raise })];
  }
  if (keptSeconds !== null && keptSeconds < shortestSeconds) {
    const message = `The source keeps its binary logs for ${kept} only: a target that stands still for longer cannot go on (error 1236)`;
    return [found(retention, { outcome: 'fail', severity: 'WARNING', message, action: raise })];
  }
  if (limitBytes !== null) {
    const message = `The source keeps its binary logs ${isForever ? kept : `for ${kept}`}: how long that lasts depends on how much is written`;
    const action = 'Set max_binlog_total_size = 0 on the source, or compare it with what a day writes.';
    return [found(retention, { outcome: 'unknown', severity: 'INFO', message, action })];
  }
  if (keptSeconds !== null && worst === null) {
    const message = `The source keeps its binary logs for ${kept}; whether that is enough is unknown, because no lag was measured yet`;
    return [found(retention, { outcome: 'unknown', severity: 'INFO', message, action: 'Wait for the first samples.' })];
  }
  return [];
}

/** The source keeps what a target that falls behind will ask for. It warns early and does not block: nothing is lost yet. */
export const binlogRetentionCheck: Check = {
  id: 'binlog-retention',
  claim: 'The source keeps its binary logs long enough',
  blocks: 'never',
  policy: passing,
  judge: ({ 'binlog-retention': retention, worstLag, lag }): CheckReading => {
    if (retention === null) return { found: [], rest: 'unknown', otherwise: () => ({ kind: 'unknown' }) };
    const all = find(retention, worstSeconds(worstLag, lag));
    const isUnknown = all.some(({ outcome }) => outcome === 'unknown');
    return {
      found: all,
      rest: 'pass',
      otherwise: () => (isUnknown ? { kind: 'unknown' } : { kind: 'pass', evidence: retention.measuredAt }),
    };
  },
};
