import type { Waiver } from '@cutover/contracts';
import { aWaiver } from '../../../test/support/a-waiver.js';
import { someEvidence } from '../../../test/support/some-evidence.js';
import { AlertBoard } from '../../alerts/alert-board.js';
import { proven, type Check, type CheckReading, type Found } from '../../evidence/check.js';
import { foldFindings } from '../fold.js';
import { judge } from '../../judgement/judge.js';

const evidence = someEvidence();
const bad = (subject: string, outcome: Found['outcome'] = 'fail'): Found => ({
  ...{ subject, outcome, severity: 'WARNING', message: `${subject} is bad`, action: 'mend it', evidence: 'e' },
  tables: [subject],
});

function checkOf(found: readonly Found[], change: Partial<Check> = {}, rest: CheckReading['rest'] = 'pass'): Check {
  return {
    ...{ id: 'lag-threshold', claim: 'All is well', blocks: 'unless-passed', needs: 'nothing', policy: proven },
    judge: () => ({ found, rest, otherwise: () => ({ kind: 'pass', evidence: 'later' }) }),
    ...change,
  };
}

function judged(check: Check, ...waivers: Waiver[]) {
  const checks = judge([{ check, section: 'lag' }], evidence, 0, () => undefined, waivers);
  return { checks, one: checks[0]!, answer: foldFindings(checks).answer };
}

it('are shown with who answers for them, and block no more', () => {
  const { one, answer } = judged(checkOf([bad('target')]), aWaiver('w'));
  expect(answer).toBe('safe');
  expect(one.state).toBe('waived');
  expect(one.findings).toMatchObject([
    {
      ...{ subject: 'target', outcome: 'waived', blocks: false, message: 'target is bad' },
      waiver: { id: 'w', by: 'ops', why: 'the nightly batch', outcome: 'fail' },
    },
  ]);
});

it('leave the other subjects of the check as they are', () => {
  const { one, answer } = judged(checkOf([bad('target'), bad('source')]), aWaiver('w'));
  expect(answer).toBe('not-safe');
  expect(one.state).toBe('fail');
  expect(one.findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
    ['source', 'fail'],
    ['target', 'waived'],
  ]);
});

it('are no longer waived when what was unknown is proved to be bad', () => {
  const waiver = aWaiver('w', { covers: 'unknown' });
  expect(judged(checkOf([bad('target', 'unknown')]), waiver).answer).toBe('safe');
  expect(judged(checkOf([bad('target', 'fail')]), waiver).answer).toBe('not-safe');
});

it('are not waived of a check that allows none, whatever the store has', () =>
  expect(judged(checkOf([bad('target')], { notWaivable: 'It cannot be.' }), aWaiver('w')).answer).toBe('not-safe'));

it('are not waived of a check that failed itself', () => {
  const broken = (): CheckReading => {
    throw new Error('a bug');
  };
  const { one, answer } = judged(checkOf([], { judge: broken }), aWaiver('w', { subject: null }));
  expect(answer).toBe('cannot-tell');
  expect(one.state).toBe('unknown');
});

it('are those that cannot be judged, too: by their subject all, or as all of the check', () => {
  const silent = checkOf([], {}, 'unknown');
  expect(judged(silent).answer).toBe('cannot-tell');
  expect(judged(silent, aWaiver('w')).answer).toBe('cannot-tell');
  for (const subject of ['all', null]) {
    const { one, answer } = judged(silent, aWaiver('w', { subject, covers: 'unknown' }));
    expect(answer).toBe('safe');
    expect(one).toMatchObject({ state: 'waived', own: [{ outcome: 'waived' }], findings: [{ outcome: 'waived' }] });
  }
});

it('keep apart what is said together under one waiver and without one', () => {
  const summarise = (found: readonly Found[]): Found[] => [{ ...found[0]!, subject: `${found.length} tables` }];
  const check = checkOf([bad('a'), bad('b'), bad('c'), bad('d')], { summarise });
  const { one } = judged(check, ...['a', 'b', 'c'].map((subject) => aWaiver(`for ${subject}`, { subject })));
  expect(one.findings.map(({ subject, outcome }) => `${subject} ${outcome}`)).toEqual([
    '1 tables fail',
    '1 tables waived',
    '1 tables waived',
    '1 tables waived',
  ]);
  expect(new Set(one.findings.map(({ id }) => id)).size).toBe(4);
});

it('close their alert, which begins anew when the waiver ends', () => {
  const board = new AlertBoard({ holdSeconds: 0, resolveSamples: 2 }, () => 'id');
  const take = (atMs: number, ...waivers: Waiver[]): string[] =>
    board
      .take('shop', judged(checkOf([bad('target')]), ...waivers).checks, { nowIso: 'then', monotonicMs: atMs })
      .map(({ transition }) => transition);
  expect(take(0)).toEqual(['fired']);
  expect(take(1, aWaiver('w'))).toEqual(['resolved']);
  expect(take(2, aWaiver('w'))).toEqual([]);
  expect(take(3)).toEqual(['fired']);
});

describe('what cannot be judged because of tables that are waived elsewhere', () => {
  /** One check finds the table bad, which is waived; another cannot be judged because of the same table. */
  const answerWith = (change: Partial<Check>): string => {
    const unsaid = (): string[] => ['shop.a'];
    const checks = [
      checkOf([bad('shop.a')], change),
      checkOf([], {
        ...{ id: 'definition-diverged', needs: 'proofs' },
        judge: () => ({ found: [], rest: 'unknown', unsaid, otherwise: () => ({ kind: 'unknown' }) }),
      }),
    ].map((check) => ({ check, section: 'lag' }));
    return foldFindings(judge(checks, evidence, 0, () => undefined, [aWaiver('w', { subject: 'shop.a' })])).answer;
  };

  it('is waived with a table that differs, or is not proved equal', () =>
    expect(answerWith({ needs: 'proofs' })).toBe('safe'));

  it('is not waived with what somebody answers for in another matter, as that its file is plain', () =>
    expect(answerWith({ needs: 'target' })).toBe('cannot-tell'));

  it('is not waived with advice', () => expect(answerWith({ needs: 'proofs', blocks: 'never' })).toBe('cannot-tell'));
});
