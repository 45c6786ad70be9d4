import type { UserError } from '../../failures/failures.js';
import { proven, type Check, type Found } from '../../evidence/check.js';
import { judge } from '../../judgement/judge.js';
import { at, someEvidence } from '../../../test/support/some-evidence.js';
import { allChecks } from '../../../test/support/all-checks.js';
import { whoIs } from '../../platform/access/who-is.js';
import { checkUntil, coverOf } from './waivable.js';

const bad = (subject: string, outcome: Found['outcome']): Found => ({
  ...{ subject, outcome, severity: 'INFO', message: 'm', action: 'a', evidence: 'e' },
});
function judgedOf(found: Found[], change: Partial<Check> = {}, rest: 'pass' | 'unknown' = 'pass') {
  const check: Check = {
    ...{ id: 'some', claim: 'It is so', blocks: 'unless-passed', needs: 'nothing', policy: proven },
    judge: () => ({ found, rest, otherwise: () => ({ kind: 'unknown' }) }),
    ...change,
  };
  return judge([{ check, section: 'lag' }], someEvidence(), 0, () => undefined);
}
const refusal = (work: () => unknown): Partial<UserError> => {
  try {
    work();
  } catch (error) {
    return error as UserError;
  }
  throw new Error('it was not refused');
};

it('is given for what the check says of the subject now, or for the worst that it says', () => {
  const checks = judgedOf([bad('a', 'unknown'), bad('b', 'fail')]);
  expect(coverOf({ check: 'some', subject: 'a' }, checks).covers).toBe('unknown');
  expect(coverOf({ check: 'some', subject: 'b' }, checks).covers).toBe('fail');
  expect(coverOf({ check: 'some', subject: null }, checks).covers).toBe('fail');
  expect(coverOf({ check: 'some', subject: 'all' }, judgedOf([], {}, 'unknown')).covers).toBe('unknown');
});

it('is refused with the reason where nothing is known, or nothing can be answered for', () => {
  const stale = judgedOf([bad('a', 'fail')], { notWaivable: 'Nothing is known.' });
  expect(refusal(() => coverOf({ check: 'some', subject: 'a' }, stale))).toMatchObject({
    ...{ status: 409, code: 'NOT_WAIVABLE', message: expect.stringContaining('Nothing is known.') },
  });
  const broken = judgedOf([], {
    judge: () => {
      throw new Error('a bug');
    },
  });
  expect(refusal(() => coverOf({ check: 'some', subject: null }, broken)).code).toBe('NOT_WAIVABLE');
});

it('is refused where the check does not say so, and names what it says', () => {
  expect(refusal(() => coverOf({ check: 'some', subject: null }, judgedOf([]))).code).toBe('NOTHING_TO_WAIVE');
  expect(refusal(() => coverOf({ check: 'nope', subject: null }, judgedOf([])))).toMatchObject({ status: 404 });
  expect(refusal(() => coverOf({ check: 'some', subject: '2 tables' }, judgedOf([bad('a', 'fail')])))).toMatchObject({
    ...{ code: 'NOTHING_TO_WAIVE', message: expect.stringContaining('It finds: a.') },
  });
});

it('keeps what the subject consists of, and nothing where all of the check is waived', () => {
  const events = (items: string[]) => judgedOf([{ ...bad('target', 'fail'), items }]);
  const { covers, items } = coverOf({ check: 'some', subject: 'target' }, events(['shop.e1', 'shop.e2']));
  expect([covers, items]).toEqual(['fail', ['shop.e1', 'shop.e2']]);
  expect(coverOf({ check: 'some', subject: null }, events(['shop.e1'])).items).toBeNull();
  const tables = judgedOf([{ ...bad('first comparison', 'unknown'), tables: ['shop.a', 'shop.b'] }]);
  expect(coverOf({ check: 'some', subject: 'first comparison' }, tables).items).toEqual(['shop.a', 'shop.b']);
  const many = events(Array.from({ length: 201 }, (_, index) => `shop.e${index}`));
  expect(refusal(() => coverOf({ check: 'some', subject: 'target' }, many))).toMatchObject({
    ...{ status: 409, code: 'TOO_MUCH_TO_WAIVE' },
  });
});

it('is refused where it would cover too much, with what is narrower, not with what is wider', () => {
  const items = Array.from({ length: 201 }, (_, index) => `shop.t${index}`);
  const many = { ...bad('first comparison', 'unknown'), items };
  const { message } = refusal(() =>
    coverOf({ check: 'some', subject: 'first comparison' }, judgedOf([many, bad('shop.a', 'fail')])),
  );
  expect(message).toContain('shop.a');
  expect(message).toContain('200 or fewer');
  expect(message).not.toContain('null');
  const alone = refusal(() => coverOf({ check: 'some', subject: 'first comparison' }, judgedOf([many])));
  expect(alone.message).toMatch(/200 or fewer are left, then waive those$/);
});

it('ends within thirty days', () => {
  const nowMs = Date.parse(at);
  expect(() => checkUntil('2026-01-31T00:00:00.000Z', nowMs)).not.toThrow();
  for (const until of ['2026-01-31T00:00:00.001Z', at])
    expect(refusal(() => checkUntil(until, nowMs))).toMatchObject({ status: 400, details: [{ path: 'until' }] });
});

it('has the name of the login, or the one that is given where there is none', () => {
  expect(whoIs({ name: 'ops', authRequired: true }, 'somebody else')).toBe('ops');
  expect(whoIs({ name: 'local', authRequired: false }, 'Ada')).toBe('Ada');
  expect(refusal(() => whoIs({ name: 'local', authRequired: false }, undefined))).toMatchObject({ status: 400 });
});

it('cannot be given for anything without which the answer rests on nothing', () => {
  const refused = allChecks().filter(({ check }) => check.notWaivable !== undefined);
  expect(refused.map(({ check }) => check.id)).toEqual(
    expect.arrayContaining(['same-server', 'connection-lost', 'stale-data', 'pair-seen', 'replication-broken']),
  );
  for (const { check } of refused) expect(check.notWaivable).toMatch(/^[A-Z].+\.$/);
});
