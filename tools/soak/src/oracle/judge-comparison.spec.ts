import { judgeComparison, judgeCounts } from './judge-comparison.js';
import { at, iso, plant, someOracle, someResult } from './some-answers.js';
import type { Truth } from './truth.js';

const kindsOf = (
  set: (truth: Truth) => void,
  ...[table, verdict, from, to]: Parameters<typeof someResult>
): string[] => {
  const oracle = someOracle();
  set(oracle.truth);
  return judgeComparison(oracle, 'api', someResult(table, verdict, from, to)).map(({ kind }) => kind);
};

describe('a comparison', () => {
  it('is a false green when it calls a table matched that differed all the time', () => {
    expect(kindsOf((truth) => plant(truth, 'one', 10), 'one', 'matched', 20, 21)).toEqual(['false green']);
    expect(kindsOf((truth) => plant(truth, 'one', 10, 30), 'one', 'matched', 20, 21)).toEqual(['false green']);
  });

  it('may or may not have seen a row that was planted, or mended, while it went on', () => {
    for (const verdict of ['matched', 'diverged'] as const) {
      expect(kindsOf((truth) => plant(truth, 'one', 20.5), 'one', verdict, 20, 21)).toEqual([]);
      expect(kindsOf((truth) => plant(truth, 'one', 10, 20.5), 'one', verdict, 20, 21)).toEqual([]);
    }
  });

  it('is a false alarm when it calls a table diverged that was equal all the time', () => {
    expect(kindsOf(() => undefined, 'one', 'diverged', 20, 21)).toEqual(['false alarm']);
    expect(kindsOf((truth) => plant(truth, 'one', 10, 19), 'one', 'diverged', 20, 21)).toEqual(['false alarm']);
    expect(kindsOf((truth) => plant(truth, 'one', 22), 'one', 'diverged', 20, 21)).toEqual(['false alarm']);
    expect(kindsOf((truth) => plant(truth, 'two', 10), 'one', 'diverged', 20, 21)).toEqual(['false alarm']);
  });

  it('is right when it says so of a table that differs, and claims nothing when it proves nothing', () => {
    const set = (truth: Truth): void => plant(truth, 'one', 10);
    expect(kindsOf(set, 'one', 'diverged', 20, 21)).toEqual([]);
    expect(kindsOf(set, 'two', 'matched', 20, 21)).toEqual([]);
    expect(kindsOf(set, 'one', 'unverified', 20, 21)).toEqual([]);
    expect(kindsOf(set, 'one', 'lagging', 20, 21)).toEqual([]);
  });

  it('is given the benefit of a mend that nobody has confirmed yet', () => {
    const set = (truth: Truth): void => truth.begin('one', '7', 'planted', at(10)).ending(at(15));
    expect(kindsOf(set, 'one', 'diverged', 20, 21)).toEqual([]);
    expect(kindsOf(set, 'one', 'matched', 20, 21)).toEqual([]);
  });

  it('is judged by the table that had the name: after a swap by the other one', () => {
    const swap = (truth: Truth): void => {
      plant(truth, 'one', 10);
      const moves = [
        { from: 'one', to: 'two' },
        { from: 'two', to: 'one' },
      ];
      truth.names.rename(moves, at(20)).done(at(21));
    };
    expect(kindsOf(swap, 'one', 'matched', 15, 16)).toEqual(['false green']);
    expect(kindsOf(swap, 'one', 'diverged', 25, 26)).toEqual(['false alarm']);
    expect(kindsOf(swap, 'two', 'matched', 25, 26)).toEqual(['false green']);
    // Either table may have been looked at.
    expect(kindsOf(swap, 'one', 'matched', 19, 20.5)).toEqual([]);
    expect(kindsOf(swap, 'one', 'diverged', 19, 20.5)).toEqual([]);
  });

  it('of counts is a false alarm when no row differed', () => {
    const oracle = someOracle();
    const result = { ...someResult('one', 'diverged', 20, 21), checkedAt: iso(21), source: null, target: null };
    const counts = { ...result, mode: 'snapshot' as const, differences: ['rows' as const] };
    expect(judgeCounts(oracle, 'api', counts).map(({ kind }) => kind)).toEqual(['false alarm']);
    plant(oracle.truth, 'one', 10);
    expect(judgeCounts(oracle, 'api', counts)).toEqual([]);
  });
});
