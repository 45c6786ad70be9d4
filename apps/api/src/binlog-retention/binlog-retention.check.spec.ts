import type { BinlogRetention } from '@cutover/contracts';
import { aLag, at, someEvidence } from '../../test/support/some-evidence.js';
import { binlogRetentionCheck } from './binlog-retention.check.js';
import type {} from './binlog-retention.evidence.js';

const week: BinlogRetention = {
  keptSeconds: 604_800,
  isForever: false,
  hasSeconds: true,
  limitBytes: null,
  reason: null,
  measuredAt: at,
};
const day = 86_400;

function judge(retention: Partial<BinlogRetention> | null, worst: number | null, lag = aLag(), isLowerBound = false) {
  const evidence = someEvidence({
    ...{ 'binlog-retention': retention && { ...week, ...retention }, lag },
    worstLag: { seconds: worst, isLowerBound, since: at },
  });
  return binlogRetentionCheck.judge(evidence, Date.parse(at));
}
const said = (...parts: Parameters<typeof judge>) =>
  judge(...parts).found.map(({ outcome, severity }) => `${outcome} ${severity}`);

it('passes where twice the worst lag is kept, or everything', () => {
  expect(judge({}, 3 * day).found).toEqual([]);
  expect(judge({}, 3 * day)).toMatchObject({ rest: 'pass' });
  expect(judge({ keptSeconds: null, isForever: true }, 99 * day).found).toEqual([]);
});

/** The target has not received all that the source wrote. */
const waiting = aLag({ notReceivedBytes: 4096 });

it('warns where less than twice the worst lag is kept, and is critical where less than that is', () => {
  expect(said({}, 4 * day)).toEqual(['fail WARNING']);
  expect(said({}, 7 * day, waiting)).toEqual(['fail CRITICAL']);
});

it('is not critical where the target has received all and only applies late: the source may delete that', () =>
  expect(said({}, 7 * day)).toEqual(['fail WARNING']));

it('counts what positions prove now, where replication stands still and tells no seconds', () => {
  const stopped = aLag({ seconds: null, atLeastSeconds: 8 * day, isOverThreshold: true, notReceivedBytes: null });
  expect(said({}, 0, stopped)).toEqual(['fail CRITICAL']);
  expect(judge({}, 0, stopped).found[0]?.message).toContain('is behind by at least 8 days now');
});

it('counts a standstill that is over, during which only positions told the lag', () =>
  expect(judge({}, 6 * day, aLag(), true).found[0]?.message).toContain(
    'was behind by at least 6 days in the last day',
  ));

it.each([
  ['a week at least', { keptSeconds: 3_600 }, 0, 7],
  ['twice the worst lag', {}, 4 * day, 8],
  ['never less than what is kept', { keptSeconds: 10 * day }, 6 * day, 12],
])('advises %s', (_, retention, worst, days) =>
  expect(judge(retention, worst).found[0]?.statements).toEqual([
    { on: 'source', sql: `SET GLOBAL binlog_expire_logs_seconds = ${days * day};` },
  ]),
);

it('advises in days where the source knows no seconds', () =>
  expect(judge({ keptSeconds: day / 24, hasSeconds: false }, null).found[0]?.statements).toEqual([
    { on: 'source', sql: 'SET GLOBAL expire_logs_days = 7;' },
  ]));

it('advises nothing that cannot be run where it is unknown', () =>
  expect(judge({ keptSeconds: null, reason: 'it is down' }, 0).found[0]?.action).not.toContain('SET GLOBAL'));

it('ends an alert once enough is kept by age, also where there is a limit by size', () =>
  expect(judge({ limitBytes: 2 ** 40 }, 0).otherwise('source').kind).toBe('pass'));

it('warns of a few hours, whatever the lag was', () =>
  expect(said({ keptSeconds: 3_600 }, 0)).toEqual(['fail WARNING']));

it('never takes unknown for good', () => {
  expect(judge(null, 0)).toMatchObject({ found: [], rest: 'unknown' });
  expect(said({ keptSeconds: null, reason: 'it is down' }, 0)).toEqual(['unknown INFO']);
  expect(said({}, null, aLag({ seconds: null, atLeastSeconds: null, isOverThreshold: null }))).toEqual([
    'unknown INFO',
  ]);
  expect(said({ limitBytes: 2 ** 30 }, 0)).toEqual(['unknown INFO']);
  for (const reading of [judge(null, 0), judge({ keptSeconds: null }, 0)])
    expect(reading.otherwise('source').kind).toBe('unknown');
});

it('says what it found, and what to do, in words of the field', () => {
  const [finding] = judge({ keptSeconds: 2 * day }, 1.5 * day).found;
  expect(finding?.message).toBe(
    'The source keeps its binary logs for 2 days, and the target was behind by 36 h in the last day: once more for longer, and what it needs is deleted (error 1236)',
  );
  expect(finding?.statements?.[0]?.sql).toContain('SET GLOBAL binlog_expire_logs_seconds');
});
