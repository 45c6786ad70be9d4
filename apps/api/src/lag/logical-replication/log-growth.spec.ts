import { appendLogSample, behindGrowth, keptGrowth, writtenRate, type LogSample } from './log-growth.js';

const sample = (seconds: number, written: number, slots: Record<string, number> = {}): LogSample => {
  const counted = new Map(Object.entries(slots).map(([name, at]) => [name, BigInt(at)]));
  return { atMs: seconds * 1000, written: BigInt(written), keptFrom: counted, confirmed: counted };
};
const unread = { name: 's', isActive: false };
const read = { name: 's', isActive: true };

it('tells what is written a second from three samples on', () => {
  expect(writtenRate([sample(0, 0), sample(10, 500)])).toBeNull();
  expect(writtenRate([sample(0, 0), sample(10, 500), sample(20, 1000)])).toBe(50);
});

it('tells the growth of a slot that nobody reads from three samples on', () => {
  const stands = [sample(0, 0, { s: 0 }), sample(10, 500, { s: 0 }), sample(20, 1000, { s: 0 })];
  expect(keptGrowth(stands, unread)).toBe(50);
  expect(keptGrowth(stands, read)).toBeNull();
});

it('tells that of one that is read once a minute is seen: it moves in steps', () => {
  const moves = [0, 20, 40, 60].map((seconds) => sample(seconds, seconds * 100, { s: seconds === 60 ? 5400 : 0 }));
  expect(keptGrowth(moves.slice(0, 3), read)).toBeNull();
  expect(keptGrowth(moves, read)).toBe(10);
});

it('is below 0 where the reader catches up', () => {
  const drains = [0, 30, 60].map((seconds) => sample(seconds, 1000, { s: seconds * 10 }));
  expect(behindGrowth(drains, read)).toBe(-10);
});

it('begins anew with a slot that was made anew, and knows nothing of one that is not there', () => {
  const anew = [sample(0, 0, { s: 0 }), sample(10, 500), sample(20, 1000, { s: 900 }), sample(30, 1500, { s: 900 })];
  expect(keptGrowth(anew, unread)).toBeNull();
  expect(keptGrowth(anew, { name: 'other', isActive: false })).toBeNull();
  expect(keptGrowth([], unread)).toBeNull();
});

it('forgets what is older than ten minutes, and everything of a source that counts backwards', () => {
  const old = [sample(0, 0), sample(300, 10)];
  expect(appendLogSample(old, sample(700, 20)).map(({ atMs }) => atMs)).toEqual([300_000, 700_000]);
  expect(appendLogSample(old, sample(310, 5))).toHaveLength(1);
});
