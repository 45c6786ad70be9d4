import { retentionPolicySchema } from '@cutover/contracts';
import { chooseKept, type KeptCandidate } from './choose-kept.js';

type Policy = Parameters<typeof retentionPolicySchema.parse>[0];

const candidate = (takenAt: string, change: Partial<KeptCandidate> = {}): KeptCandidate => ({
  ...{ id: takenAt, takenAt, isComplete: true, isVerified: false, isProved: false, isHeld: false },
  ...change,
});
const kept = (candidates: readonly KeptCandidate[], policy: Policy): string[] =>
  chooseKept(candidates, retentionPolicySchema.parse(policy))
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ takenAt }) => takenAt);
const everyHours = (hours: number, count: number, from = '2026-03-01T00:30:00.000Z'): KeptCandidate[] =>
  Array.from({ length: count }, (_, index) =>
    candidate(new Date(Date.parse(from) + index * hours * 3_600_000).toISOString()),
  );

it('keeps the newest of each of the last days that have a backup, and the oldest of all while there are fewer', () => {
  const threeDays = everyHours(6, 12);
  const newestOfDays = ['2026-03-03T18:30:00.000Z', '2026-03-02T18:30:00.000Z', '2026-03-01T18:30:00.000Z'];
  expect(kept(threeDays, { daily: 3 })).toEqual(newestOfDays);
  expect(kept(threeDays, { daily: 2 })).toEqual(newestOfDays.slice(0, 2));
  expect(kept(threeDays, { daily: 4 })).toEqual([...newestOfDays, '2026-03-01T00:30:00.000Z']);
});

it('deletes nothing because time has passed: weeks in which everything failed count for nothing', () => {
  const beforeTheWeeks = everyHours(24, 5);
  const failed = everyHours(24, 30, '2026-03-06T00:30:00.000Z').map((each) => ({ ...each, isComplete: false }));
  expect(kept([...beforeTheWeeks, ...failed], { daily: 5 })).toEqual(kept(beforeTheWeeks, { daily: 5 }));
  expect(kept([...beforeTheWeeks, ...failed], { last: 1 })).toEqual(['2026-03-05T00:30:00.000Z']);
});

it('never deletes the last that were verified, nor one that is held', () => {
  const [first, second, third, ...rest] = everyHours(24, 9) as [KeptCandidate, KeptCandidate, KeptCandidate];
  const verified = [first, second, third].map((each) => ({ ...each, isVerified: true }));
  expect(kept([...verified, ...rest], { last: 1, verified: 2 })).toEqual([
    '2026-03-09T00:30:00.000Z',
    third.takenAt,
    second.takenAt,
  ]);
  expect(kept([{ ...first, isHeld: true }, ...rest], { last: 1 })).toContain(first.takenAt);
});

it('takes hours and days by the clocks of the time zone, and an hour that is passed twice as two', () => {
  // Summer time ended in Berlin at 01:00 UTC: 02:30 came twice.
  const night = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', '2026-10-24T22:30:00.000Z'];
  const candidates = night.map((at) => candidate(at));
  expect(kept(candidates, { hourly: 3, timeZone: 'Europe/Berlin' })).toHaveLength(3);
  expect(kept(candidates, { daily: 1, timeZone: 'Europe/Berlin' })).toEqual(['2026-10-25T01:30:00.000Z']);
  // 22:30 UTC is the next day in Berlin.
  expect(kept([candidate(night[2]!), candidate(night[0]!)], { daily: 2, timeZone: 'UTC' })).toHaveLength(2);
});

it('begins weeks on Monday, also where the year ends in the middle of one', () => {
  const candidates = ['2026-12-27', '2026-12-28', '2027-01-03', '2027-01-04'].map((day) =>
    candidate(`${day}T12:00:00.000Z`),
  );
  expect(kept(candidates, { weekly: 3 }).map((at) => at.slice(0, 10))).toEqual([
    '2027-01-04',
    '2027-01-03',
    '2026-12-27',
  ]);
});

it('says why each is kept', () => {
  const [choice] = chooseKept(
    [candidate('2026-03-01T10:00:00.000Z')],
    retentionPolicySchema.parse({ last: 3, monthly: 2 }),
  );
  expect(choice?.reasons).toEqual([
    'one of the last 3 (1)',
    'newest of the month 2026-03',
    'oldest, while there are fewer than 2 months',
  ]);
});

it('refuses a policy that keeps nothing, and a time zone that is none', () => {
  expect(retentionPolicySchema.safeParse({}).error?.issues[0]?.message).toContain('every backup would be deleted');
  expect(retentionPolicySchema.safeParse({ last: 1, timeZone: 'Berlin' }).success).toBe(false);
});
