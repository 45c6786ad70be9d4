import { judgeAlert } from './judge-alert.js';
import { judgeRun } from './judge-run.js';
import { judgeVerify, type VerifyAnswer } from './judge-verify.js';
import { at, iso, plant, someAlert, someOracle, someResult } from './some-answers.js';

const kinds = (faults: readonly { kind: string }[]): string[] => faults.map(({ kind }) => kind);

describe('an alert', () => {
  const judge = (oracle: ReturnType<typeof someOracle>, active: number, resolved: number | null): string[] =>
    kinds(judgeAlert(oracle, 'api', someAlert('one', active, resolved), at(500)));

  it('is false when nothing differed before it', () => {
    expect(judge(someOracle(), 300, null)).toEqual(['false alarm']);
  });

  it('is right when a row differed, and is resolved after that was mended', () => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', 290, 350);
    expect(judge(oracle, 300, null)).toEqual([]);
    expect(judge(oracle, 300, 360)).toEqual([]);
  });

  it('is a false green when it is resolved while the row still differs', () => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', 290);
    expect(judge(oracle, 300, 360)).toEqual(['false green']);
  });
});

describe('a run', () => {
  const run = { id: 'r', state: 'running', startedAt: iso(10), finishedAt: null };

  it('is unbounded after so much quiet time, whatever disturbed it before', () => {
    const oracle = someOracle();
    const judge = (now: number): string[] => kinds(judgeRun(oracle, 'api', run as never, at(now)));
    expect(judge(300)).toEqual([]);
    expect(judge(320)).toEqual(['unbounded']);
    oracle.quiet.disturb(at(20)).over(at(120));
    expect(judge(320)).toEqual([]);
    expect(judge(420)).toEqual(['unbounded']);
  });
});

describe('verify', () => {
  const answer = (exitCode: number | null, change: Partial<VerifyAnswer> = {}): VerifyAnswer => {
    return { startedMs: at(20), endedMs: at(30), tables: null, exitCode, report: null, errors: '', ...change };
  };
  const planted = (...[from, until]: [number, number?]): ReturnType<typeof someOracle> => {
    const oracle = someOracle();
    plant(oracle.truth, 'one', from, until);
    return oracle;
  };

  it('is a false green when it ends with 0 while a row differs from its start to its end', () => {
    expect(kinds(judgeVerify(planted(10), answer(0)))).toEqual(['false green']);
    expect(kinds(judgeVerify(planted(25), answer(0)))).toEqual([]);
  });

  it('is a false alarm when it ends with 1 while nothing differs', () => {
    expect(kinds(judgeVerify(someOracle(), answer(1)))).toEqual(['false alarm']);
    expect(kinds(judgeVerify(planted(25), answer(1)))).toEqual([]);
  });

  it('is judged by the tables it was asked for', () => {
    expect(kinds(judgeVerify(planted(10), answer(0, { tables: ['two'] })))).toEqual([]);
    expect(kinds(judgeVerify(planted(10), answer(1, { tables: ['two'] })))).toEqual(['false alarm']);
  });

  it('must answer when nothing disturbs it, and must end', () => {
    expect(kinds(judgeVerify(someOracle(), answer(3)))).toEqual(['no answer']);
    expect(kinds(judgeVerify(someOracle(), answer(2)))).toEqual([]);
    expect(kinds(judgeVerify(someOracle(), answer(null, { endedMs: at(400) })))).toEqual(['unbounded']);
    const disturbed = someOracle();
    disturbed.quiet.disturb(at(22)).over(at(23));
    expect(kinds(judgeVerify(disturbed, answer(3)))).toEqual([]);
  });

  it('must name the rows that differ, and no other', () => {
    const tables = [someResult('one', 'diverged', 21, 22)];
    const naming = (...ids: string[]): VerifyAnswer => {
      const differences = ids.map((id) => ({ table: 'soak.one', kind: 'changed' as const, key: { id } }));
      return answer(1, { report: { tables, differences } });
    };
    expect(kinds(judgeVerify(planted(10), naming('7')))).toEqual([]);
    expect(kinds(judgeVerify(planted(10), naming('7', '8')))).toEqual(['false alarm']);
    expect(kinds(judgeVerify(planted(10), naming()))).toEqual(['false green']);
  });

  it('rests on void proofs when it ends with 0 though an event was skipped after it had proved a table', () => {
    const judge = (startedSeconds: number, lastSeconds: number): string[] => {
      const oracle = someOracle();
      oracle.truth.voidings.push({ what: 'an event was skipped', fromMs: at(24), toMs: at(26) });
      oracle.quiet.disturb(at(24)).over(at(26));
      const tables = [someResult('one', 'matched', startedSeconds, 23), someResult('two', 'matched', 27, lastSeconds)];
      return kinds(judgeVerify(oracle, answer(0, { endedMs: at(30), report: { tables, differences: [] } })));
    };
    expect(judge(21, 28)).toEqual(['void proof']);
    // Begun later, or at its end before the event was over: it has proved what is so, or could not see it.
    expect(judge(25, 28)).toEqual([]);
    expect(judge(21, 25)).toEqual([]);
  });

  it('judges every table by its own time', () => {
    const tables = [someResult('one', 'matched', 21, 22), someResult('two', 'diverged', 22, 23)];
    const report = { tables, differences: [] };
    expect(kinds(judgeVerify(planted(10), answer(1, { report })))).toEqual(['false green', 'false alarm']);
  });
});
