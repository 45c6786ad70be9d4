import type { BinlogRetention, ReplicaLag } from '@cutover/contracts';
import { nothingKnown, passing, type Check, type CheckReading, type Found } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { runAsAdmin } from '../evidence/suggest.js';
import { keepLogsFor } from '../replication/read-retention.js';
import { behindText, keptText, worstBehind, type WorstBehind } from './spare-time.js';

/** Binary logs must be kept at least so many times as long as the target was behind at worst. */
const spare = 2;

/** The shortest time that leaves a night to mend replication in: less is said, whatever the lag was. */
const shortestSeconds = 12 * 3_600;

const daySeconds = 86_400;

/** How long to keep them: a week at least, never less than now, and twice the worst lag, in whole days. */
function raiseTo(keptSeconds: number, worst: number | null): number {
  return Math.max(7 * daySeconds, keptSeconds, Math.ceil((spare * (worst ?? 0)) / daySeconds) * daySeconds);
}

function found(retention: BinlogRetention, part: Omit<Found, 'subject' | 'evidence'>): Found {
  return { subject: 'source', evidence: retention.measuredAt, ...part };
}

function unknown(retention: BinlogRetention, message: string, action: string): Found {
  return found(retention, { outcome: 'unknown', severity: 'INFO', message, action });
}

/** What the target still needs from the source is at stake: it does not receive, or has not received all. */
function isWaiting(lag: ReplicaLag | null): boolean {
  return lag === null || lag.notReceivedBytes !== 0 || lag.channels.some(({ receiver }) => receiver !== 'running');
}

/** Too short, for the lag that was or for a night of mending. */
function tooShort(retention: BinlogRetention, behind: WorstBehind, evidence: Evidence): Found[] {
  const { lag } = evidence;
  const { keptSeconds, hasSeconds } = retention;
  if (keptSeconds === null) return [];
  const { seconds: worst } = behind;
  const kept = keptText(retention);
  const seconds = raiseTo(keptSeconds, worst);
  const action = `Look at the free space of its disk, then keep them for ${Math.ceil(seconds / daySeconds)} days, also in its configuration file (on RDS: mysql.rds_set_configuration).`;
  const statements = runAsAdmin(evidence, 'source', keepLogsFor(seconds, hasSeconds));
  if (worst !== null && keptSeconds < spare * worst) {
    const message = `The source keeps its binary logs for ${kept}, and the target ${behindText(behind, worst)}: once more for longer, and what it needs is deleted (error 1236)`;
    // What it asks for next may be gone already.
    const severity = keptSeconds <= worst && isWaiting(lag) ? 'CRITICAL' : 'WARNING';
    return [found(retention, { outcome: 'fail', severity, message, action, statements })];
  }
  if (keptSeconds >= shortestSeconds) return [];
  const message = `The source keeps its binary logs for ${kept} only: a target that stands still for longer cannot go on (error 1236)`;
  return [found(retention, { outcome: 'fail', severity: 'WARNING', message, action, statements })];
}

/** What keeps it from being judged. */
function open(retention: BinlogRetention, { seconds: worst }: WorstBehind): Found[] {
  const { keptSeconds, isForever, limitBytes, reason } = retention;
  const kept = keptText(retention);
  if (kept === null)
    return [
      unknown(
        retention,
        `How long the source keeps its binary logs is unknown: ${reason ?? 'it did not say'}`,
        'Remove the reason: it is read again within seconds.',
      ),
    ];
  if (limitBytes !== null)
    return [
      unknown(
        retention,
        `The source keeps its binary logs ${isForever ? kept : `for ${kept}`}: how long that lasts depends on how much is written`,
        'Set max_binlog_total_size = 0 on the source, or compare it with what a day writes.',
      ),
    ];
  if (keptSeconds === null || worst !== null) return [];
  return [
    unknown(
      retention,
      `The source keeps its binary logs for ${kept}; whether that is enough is unknown, because no lag was measured yet`,
      'Wait for the first samples.',
    ),
  ];
}

/** The source keeps what a target that falls behind will ask for. It warns early and does not block: nothing is lost yet. */
export const binlogRetentionCheck: Check = {
  id: 'binlog-retention',
  claim: 'The source keeps its binary logs long enough',
  blocks: 'never',
  needs: 'source',
  policy: passing,
  judge: (evidence): CheckReading => {
    const { 'binlog-retention': retention, worstLag, lag } = evidence;
    if (retention === null) return nothingKnown;
    const behind = worstBehind(worstLag, lag);
    const short = tooShort(retention, behind, evidence);
    const isKnown = keptText(retention) !== null && (retention.isForever || behind.seconds !== null);
    return {
      found: short.length > 0 ? short : open(retention, behind),
      rest: 'pass',
      // Enough by age ends an alert about age, whatever a limit by size may do.
      otherwise: () =>
        isKnown && short.length === 0 ? { kind: 'pass', evidence: retention.measuredAt } : { kind: 'unknown' },
    };
  },
};
