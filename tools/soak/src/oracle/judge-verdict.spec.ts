import { judgeVerdict } from './judge-verdict.js';
import { at, plant, someOracle, someVerdict } from './some-answers.js';

const judge = (
  oracle: ReturnType<typeof someOracle>,
  askedSeconds: number,
  ...verdict: Parameters<typeof someVerdict>
): string[] =>
  judgeVerdict(oracle, 'api', { askedMs: at(askedSeconds), detail: someVerdict(...verdict) }).map(({ kind }) => kind);

describe('safe', () => {
  it('is right while all is equal, and for as long as a planted row could not be known', () => {
    const oracle = someOracle();
    expect(judge(oracle, 100, 'safe', 50)).toEqual([]);
    plant(oracle.truth, 'one', 60);
    expect(judge(oracle, 170, 'safe', 50)).toEqual([]);
  });

  it('is a false green when a difference is older than every proof, however short it has been there', () => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', 49);
    expect(judge(oracle, 60, 'safe', 50)).toEqual(['false green']);
  });

  it('is a false green when a planted row could be known for so long', () => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', 60);
    expect(judge(oracle, 245, 'safe', 50)).toEqual(['false green']);
  });

  it('is not asked to know what it could not see: disturbed time does not count', () => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', 60);
    oracle.quiet.disturb(at(70)).over(at(130));
    expect(judge(oracle, 245, 'safe', 50)).toEqual([]);
    expect(judge(oracle, 305, 'safe', 50)).toEqual(['false green']);
  });

  it('is a false green without a proof, or on one that is too old', () => {
    expect(judge(someOracle(), 100, 'safe', null)).toEqual(['false green']);
    expect(judge(someOracle(), 2000, 'safe', 100)).toEqual(['false green']);
  });

  it('rests on a void proof when the target skipped an event since', () => {
    const oracle = someOracle();
    oracle.truth.voidings.push({ what: 'an event was skipped', fromMs: at(60), toMs: at(61) });
    expect(judge(oracle, 70, 'safe', 50)).toEqual([]);
    expect(judge(oracle, 80, 'safe', 50)).toEqual(['void proof']);
    expect(judge(oracle, 100, 'safe', 62)).toEqual([]);
  });
});

describe('not safe', () => {
  it('is a false alarm when the table that it names is equal for longer than it takes to know that', () => {
    const oracle = someOracle();
    expect(judge(oracle, 100, 'not-safe', null, ['one'])).toEqual([]);
    expect(judge(oracle, 200, 'not-safe', null, ['one'])).toEqual(['false alarm']);
    plant(oracle.truth, 'one', 60, 90);
    expect(judge(oracle, 260, 'not-safe', null, ['one'])).toEqual([]);
    expect(judge(oracle, 275, 'not-safe', null, ['one'])).toEqual(['false alarm']);
  });

  it('may have reasons that are none of rows', () => {
    expect(judge(someOracle(), 500, 'cannot-tell', null)).toEqual([]);
  });
});
