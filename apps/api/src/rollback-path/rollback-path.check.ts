import type { RollbackPath, SubscriptionBack } from '@cutover/contracts';
import { inWords } from '../checks/texts/in-words.js';
import { nothingKnown, proven, type Check, type CheckReading, type Found } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { runAsAdmin, runOn } from '../evidence/suggest.js';
import { keepLogsFor } from '../replication/read-retention.js';

/** A way back that is open for less than a day is closed before anybody has decided to take it. */
const shortestSeconds = 86_400;

type Gap = Pick<Found, 'subject' | 'message' | 'action' | 'statements'>;

const inFile = 'in the configuration file of the target (on RDS in its parameter group)';

function isOff(value: string | undefined): boolean {
  return value?.toUpperCase() === 'OFF' || value === '0';
}

/** What of the target's binary log keeps the old source from following it. */
function gapsOfLog({ settings, keptSeconds, keptForEver }: RollbackPath, evidence: Evidence): Gap[] {
  if (isOff(settings['log_bin'])) {
    const message =
      'There is no way back after the cutover: the target writes no binary log (log_bin = OFF), so that the old source could not follow it';
    return [
      { subject: 'log_bin', message, action: `Set log_bin = binlog ${inFile}, and restart it before the cutover.` },
    ];
  }
  const gaps: Gap[] = [];
  const updates = settings['log_slave_updates'] ?? settings['log_replica_updates'];
  if (isOff(updates))
    gaps.push({
      subject: 'log_slave_updates',
      message:
        'The binary log of the target does not hold what it has applied (log_slave_updates = OFF): after the cutover the old source could not find its own position there',
      action: `Set log_slave_updates = ON ${inFile}, and restart it before the cutover.`,
    });
  const format = settings['binlog_format'];
  if (format !== undefined && format.toUpperCase() !== 'ROW')
    gaps.push({
      subject: 'binlog_format',
      message: `The target logs statements in place of rows (binlog_format = ${format}): a way back by replication could end in other rows`,
      action: `Set binlog_format = ROW, also ${inFile}.`,
      statements: runAsAdmin(evidence, 'target', "SET GLOBAL binlog_format = 'ROW';"),
    });
  const image = settings['binlog_row_image'];
  // FULL_NODUP of MariaDB holds every column, too.
  if (image !== undefined && !image.toUpperCase().startsWith('FULL'))
    gaps.push({
      subject: 'binlog_row_image',
      message: `The target logs parts of rows only (binlog_row_image = ${image}): nobody could tell from its log what a row was before`,
      action: `Set binlog_row_image = FULL, also ${inFile}.`,
      statements: runAsAdmin(evidence, 'target', "SET GLOBAL binlog_row_image = 'FULL';"),
    });
  if (!keptForEver && keptSeconds !== null && keptSeconds < shortestSeconds)
    gaps.push({
      subject: 'retention',
      message: `The target keeps its binary logs for ${inWords(keptSeconds)} only: after that the way back is closed`,
      action: `Keep them for a week, also ${inFile}.`,
      statements: runAsAdmin(evidence, 'target', keepLogsFor(7 * 86_400, 'binlog_expire_logs_seconds' in settings)),
    });
  return gaps;
}

function gapsOfPair({ serverIds: { source, target }, accounts }: RollbackPath): Gap[] {
  const gaps: Gap[] = [];
  if (source !== null && source === target)
    gaps.push({
      subject: 'server_id',
      message: `Source and target have one server_id (${source}): neither would apply what the other has written`,
      action: `Give the target another one, at once and ${inFile}.`,
    });
  if (accounts?.total === 0)
    gaps.push({
      subject: 'account',
      message: 'No account of the target may be used to replicate from it, so that the old source could not follow it',
      action:
        'Make one for the old source, as the source has one for the target (REPLICATION SLAVE), and keep that out of the binary log of the target: docs/errant-transactions.md.',
    });
  return gaps;
}

/** What could not be looked at. */
function unknownOf({ accounts, grant, reason }: RollbackPath): Gap[] {
  if (reason !== null) {
    const message = `Whether there is a way back after the cutover is unknown: ${reason}`;
    return [{ subject: 'target', message, action: 'Remove the reason: it is read again within a minute.' }];
  }
  if (accounts !== null) return [];
  const message = 'Whether the target has an account that the old source could replicate by is not visible';
  const action = 'Give our account the right to see it, if you like.';
  return [{ subject: 'account', message, action, statements: runOn('target', grant) }];
}

/** A subscription is judged where its tables and limits are read: what mends it is a statement of that engine. */
function obstaclesTo({ obstacles }: SubscriptionBack, evidence: string): Found[] {
  return obstacles.map(({ outcome, side, ...obstacle }) => ({
    ...{ ...obstacle, evidence, outcome, severity: outcome === 'fail' ? 'WARNING' : 'INFO' },
    ...(outcome === 'unknown' ? { side } : {}),
  }));
}

function findIn(told: RollbackPath, known: Evidence): Found[] {
  const evidence = told.measuredAt;
  if (told.subscription !== null) return obstaclesTo(told.subscription, evidence);
  const failed = told.reason === null ? [...gapsOfLog(told, known), ...gapsOfPair(told)] : [];
  return [
    ...failed.map((gap): Found => ({ ...gap, evidence, outcome: 'fail', severity: 'WARNING' })),
    ...unknownOf(told).map((gap): Found => ({ ...gap, evidence, outcome: 'unknown', severity: 'INFO' })),
  ];
}

/** After the cutover the old source can follow the target, so that going back loses nothing. It warns: going forward needs none of it. */
export const rollbackPathCheck: Check = {
  id: 'rollback-path',
  claim: 'The old source could replicate from the target after the cutover',
  blocks: 'never',
  needs: 'target',
  policy: proven,
  judge: (known): CheckReading => {
    const told = known['rollback-path'];
    if (told === null) return nothingKnown;
    const found = findIn(told, known);
    const isOpen = (subject: string): boolean =>
      told.reason === null && !found.some((each) => each.subject === subject);
    return {
      found,
      rest: 'pass',
      otherwise: (subject) => (isOpen(subject) ? { kind: 'pass', evidence: told.measuredAt } : { kind: 'unknown' }),
    };
  },
};
