import type { DiskForecast, LogicalReplication } from '@cutover/contracts';
import {
  aLag,
  aLimit,
  aReplication,
  aSlot,
  aSourceLog,
  at,
  channel,
  someEvidence,
} from '../../../../test/support/some-evidence.js';
import { lagOf, slot, sourceOf } from '../../../../test/support/told-subscription.js';
import { replicationSlotCheck } from '../../../checks/replication/replication-slot.check.js';
import type { Check } from '../../../evidence/check.js';
import { replicationLimitsCheck } from './replication-limits.check.js';
import { sourceDiskCheck } from './source-disk.check.js';

const judge = (check: Check, told: LogicalReplication | null) =>
  check.judge(someEvidence({ 'logical-replication': told }), Date.parse(at));
const hour = 3_600;

describe('source-disk', () => {
  const disk = (change: Partial<DiskForecast>, slots = [aSlot()]) => {
    const log = aSourceLog({ growthBytesPerSecond: 3e6, retainedBytes: 12e9 });
    const known = { ...log.disk, kind: 'full-in' as const, seconds: 6 * hour, freeBytes: 60e9, ...change };
    return judge(sourceDiskCheck, aReplication({ slots, log: { ...log, disk: known } }));
  };
  const said = (...parts: Parameters<typeof disk>) =>
    disk(...parts).found.map(({ outcome, severity }) => `${outcome} ${severity}`);

  it('is critical where a day is not left, and warns of a weekend', () => {
    expect(said({})).toEqual(['fail CRITICAL']);
    expect(said({ seconds: 30 * hour })).toEqual(['fail WARNING']);
    expect(said({ seconds: 80 * hour })).toEqual([]);
  });

  it('says when, what grows, and what to do', () => {
    const [found] = disk({}).found;
    expect(found?.message).toBe(
      'The disk of the source is full in 6 h at this rate: its slots keep 12.0 GB of log, 3.0 MB more every second, and 60.0 GB are free. The source stops then',
    );
    expect(found?.action).toMatch(/slot sub of this migration.*caught up in 0 s.*max_slot_wal_keep_size/);
    const [unmoved] = disk({}, [aSlot({ caughtUpInSeconds: null })]).found;
    expect(unmoved?.action).not.toContain('caught up in');
  });

  it.each([
    ['other', /none of this migration: ask whoever.*Do not drop it/],
    ['first-copy', /given back when that is done/],
    ['cutover', /cancel the run/],
    ['unknown', /find out before anything else/],
  ] as const)('says whose slot it is: %s', (slotOwner, action) => {
    expect(disk({ slotOwner, slot: 'x' }).found[0]?.action).toMatch(action);
    expect(disk({ slotOwner, slot: 'x' }).found[0]?.action).not.toMatch(/pg_drop_replication_slot/);
  });

  it('is critical where little is free, whatever the rate, unless a limit keeps it from filling', () => {
    expect(said({ kind: 'steady', seconds: null, isNearlyFull: true })).toEqual(['fail CRITICAL']);
    expect(said({ kind: 'limited', seconds: null, isNearlyFull: true })).toEqual([]);
  });

  it('never takes unknown for good', () => {
    expect(judge(sourceDiskCheck, null)).toMatchObject({ found: [], rest: 'unknown' });
    expect(judge(sourceDiskCheck, aReplication({ log: null }))).toMatchObject({ rest: 'unknown' });
    expect(said({ kind: 'unknown', seconds: null, freeBytes: null })).toEqual(['unknown INFO']);
    expect(disk({ kind: 'unknown', seconds: null, freeBytes: null }).found[0]?.action).toContain('source.walDiskGiB');
    expect(disk({ kind: 'unknown', seconds: null }).found[0]?.action).toContain('Wait');
  });

  it('passes where it does not grow, and ends its alert', () => {
    const reading = disk({ kind: 'steady', seconds: null });
    expect(reading).toMatchObject({ found: [], rest: 'pass' });
    expect(reading.otherwise('source disk').kind).toBe('pass');
  });
});

describe('replication-limits', () => {
  const limits = (...all: Parameters<typeof aLimit>[0][]) =>
    judge(replicationLimitsCheck, aReplication({ limits: all.map((each) => aLimit(each)) }));
  const ofTarget = { side: 'target', name: 'max_logical_replication_workers' } as const;

  it('passes with room on both sides', () => {
    expect(limits({}, ofTarget)).toMatchObject({ found: [], rest: 'pass' });
    expect(limits({}, ofTarget).otherwise('source max_replication_slots').kind).toBe('pass');
  });

  it('warns where a limit is nearly used up, and used up', () => {
    const [nearly, up] = limits({ used: 9 }, { ...ofTarget, used: 10 }).found;
    expect(nearly).toMatchObject({ outcome: 'fail', severity: 'WARNING', subject: 'source max_replication_slots' });
    expect(nearly?.message).toContain('nearly used up: 9 of 10');
    expect(up?.message).toBe(
      'max_logical_replication_workers of the target is used up: 10 of 10. Now a subscription that is enabled, or whose worker ends, gets no worker',
    );
  });

  it('says nothing of workers of the first copy, which are used up by design', () =>
    expect(limits({ used: 10, isByDesign: true }, ofTarget).found).toEqual([]));

  it('is unknown where the account may not see, or a side did not tell', () => {
    const hidden = limits({ used: null, name: 'max_worker_processes' }, ofTarget).found;
    expect(hidden).toMatchObject([{ outcome: 'unknown', severity: 'INFO', side: 'source' }]);
    expect(hidden[0]?.action).toContain('GRANT pg_monitor');
    expect(limits({})).toMatchObject({ rest: 'unknown' });
    expect(limits({}).otherwise('target max_logical_replication_workers').kind).toBe('unknown');
    expect(limits()).toMatchObject({ found: [], rest: 'unknown' });
    expect(judge(replicationLimitsCheck, null)).toMatchObject({ rest: 'unknown' });
  });
});

describe('replication-slot', () => {
  const { lag } = lagOf({ source: sourceOf([slot({ safe_bytes: String(800 * 2 ** 20), retained_bytes: '4096' })]) });
  const found = (lostInSeconds: number | null) =>
    replicationSlotCheck.judge(
      someEvidence({ lag, 'logical-replication': aReplication({ slots: [aSlot({ lostInSeconds })] }) }),
      Date.parse(at),
    ).found;

  it('is critical where a slot is lost before somebody can act, however much may be left now', () => {
    expect(found(3 * hour)).toMatchObject([{ outcome: 'fail', severity: 'CRITICAL' }]);
    expect(found(3 * hour)[0]?.message).toBe(
      'Slot sub is lost in 3 h at this rate: it may retain another 800 MiB on the source. The copy must be made anew then',
    );
    expect(found(40 * hour)).toEqual([]);
    expect(found(null)).toEqual([]);
  });

  it('says nothing of channels that are no subscriptions', () =>
    expect(
      replicationSlotCheck.judge(someEvidence({ lag: aLag({ channels: [channel()] }) }), Date.parse(at)).found,
    ).toEqual([]));
});
