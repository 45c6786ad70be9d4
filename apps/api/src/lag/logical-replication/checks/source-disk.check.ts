import type { LogicalReplication, SlotOwner, SourceLog } from '@cutover/contracts';
import { bytesText } from '../../../checks/texts/amounts-text.js';
import { inWords } from '../../../checks/texts/in-words.js';
import { nothingKnown, passing, type Check, type CheckReading, type Found } from '../../../evidence/check.js';

/** A night, in which nobody looks, must not be enough to fill the disk. */
const criticalSeconds = 24 * 3_600;
/** A weekend. */
const warningSeconds = 72 * 3_600;

const subject = 'source disk';

/** The source's disk has room for what slots make it keep. A full one stops every write on the source. */
export const sourceDiskCheck: Check = {
  id: 'source-disk',
  engines: ['postgres'],
  claim: 'The disk of the source has room for the log that its slots keep, or a limit comes before that',
  blocks: 'when-failed',
  needs: 'source',
  policy: passing,
  judge: ({ 'logical-replication': told }): CheckReading => {
    const log = told?.log ?? null;
    if (told === null || log === null) return nothingKnown;
    const found = judgeDisk(told, log).map((each) => ({ subject, evidence: told.measuredAt, ...each }));
    return { found, rest: 'pass', otherwise: () => ({ kind: 'pass', evidence: told.measuredAt }) };
  },
};

function judgeDisk(told: LogicalReplication, log: SourceLog): Omit<Found, 'subject' | 'evidence'>[] {
  const { disk, growthBytesPerSecond: growth, retainedBytes } = log;
  const kept = `its slots keep ${bytesText(retainedBytes ?? 0)} of log`;
  const rate = growth === null ? '' : `, ${bytesText(Math.max(0, growth))} more every second`;
  const action = actionOf(disk.slot, disk.slotOwner, told);
  if (disk.kind === 'unknown') return [unknownDisk(log, kept, rate)];
  if (disk.kind === 'full-in' && disk.seconds !== null && disk.seconds < warningSeconds) {
    const free = disk.freeBytes === null ? '' : `, and ${bytesText(disk.freeBytes)} are free`;
    const message = `The disk of the source is full in ${inWords(disk.seconds)} at this rate: ${kept}${rate}${free}. The source stops then`;
    return [{ outcome: 'fail', severity: disk.seconds < criticalSeconds ? 'CRITICAL' : 'WARNING', message, action }];
  }
  // A limit that the disk has room for keeps it from filling, however little is free.
  if (!disk.isNearlyFull || disk.kind === 'limited') return [];
  const message = `The disk of the source is nearly full: ${bytesText(disk.freeBytes ?? 0)} are left for its log, and ${kept}`;
  return [{ outcome: 'fail', severity: 'CRITICAL', message, action }];
}

function unknownDisk(log: SourceLog, kept: string, rate: string): Omit<Found, 'subject' | 'evidence'> {
  const isSpaceKnown = log.disk.freeBytes !== null;
  return {
    ...{ outcome: 'unknown', severity: 'INFO' },
    message: `How long the disk of the source lasts is unknown: ${kept}${rate}, and no limit is set (max_slot_wal_keep_size)`,
    action: isSpaceKnown
      ? 'Wait a minute: the rate is known after some looks.'
      : 'Write into the configuration how much log its disk can hold, source.walDiskGiB: no statement tells it. On Amazon RDS set aws.enabled: AWS tells the free storage.',
  };
}

const readers: Readonly<Record<SlotOwner, (slot: string, told: LogicalReplication) => string>> = {
  subscription: (slot, told) => {
    const drain = told.slots.find(({ name }) => name === slot)?.caughtUpInSeconds ?? null;
    const soon = drain === null ? '' : ` It is caught up in ${inWords(drain)} at this rate.`;
    return `The log is kept for the slot ${slot} of this migration: see that its subscription runs and catches up (ALTER SUBSCRIPTION … ENABLE on the target, if it is disabled).${soon}`;
  },
  'first-copy': (slot) => `The log is kept for a first copy (slot ${slot}), and given back when that is done.`,
  cutover: (slot) =>
    `The log is kept for a verification of Cutover (slot ${slot}), which ends by itself; cancel the run to end it now.`,
  other: (slot) =>
    `The log is kept for the slot ${slot}, which is none of this migration: ask whoever it belongs to to read from it or to give it up. Do not drop it without them.`,
  unknown: (slot) =>
    `The log is kept for the slot ${slot}; whose it is was not told yet: find out before anything else.`,
};

function actionOf(slot: string | null, owner: SlotOwner | null, told: LogicalReplication): string {
  const reader = slot === null || owner === null ? '' : `${readers[owner](slot, told)} `;
  return `${reader}If that takes longer than the disk lasts, give the disk more space, or set max_slot_wal_keep_size on the source: the slot is lost then, and its copy must be made anew, but the source goes on.`;
}
