import { breakSince, continued, eraOf, newHistory, type HistoryBreak } from './pair-history.js';

const nothing = { source: null, target: null };
const happened = (era: string, voids: HistoryBreak['voids']): HistoryBreak => ({
  era,
  voids,
  reason: `so ${era}`,
  at: era,
});
const history = [happened('2', 'equality'), happened('3', 'everything'), happened('4', 'equality')].reduce(
  (before, each) => continued(before, nothing, each),
  newHistory('1', nothing),
);

it('names the present era', () => {
  expect(eraOf(newHistory('1', nothing))).toBe('1');
  expect(eraOf(history)).toBe('4');
});

it('says the first thing since an era that makes a proof of it void', () => {
  expect(breakSince(history, '1', false)).toMatchObject({ reason: 'so 2' });
  expect(breakSince(history, '1', true)).toMatchObject({ reason: 'so 3' });
  expect(breakSince(history, '3', false)).toMatchObject({ reason: 'so 4' });
  expect(breakSince(history, '3', true)).toBeNull();
  expect(breakSince(history, '4', false)).toBeNull();
});

it('takes a proof of an era that is not known for void, whatever it proved', () => {
  for (const era of ['0', undefined])
    for (const isDifference of [true, false])
      expect(breakSince(history, era, isDifference)?.reason).toContain('not known on which servers');
});

it('knows since when the servers are these, however many things happened', () => {
  expect(history.sameServersSince).toBe('3');
  expect(newHistory('1', nothing).sameServersSince).toBeNull();
  const much = Array.from({ length: 200 }, () => happened('x', 'equality'));
  const long = much.reduce((before, each) => continued(before, nothing, each), history);
  expect(long.breaks.length).toBeLessThan(100);
  expect(long.sameServersSince).toBe('3');
});
