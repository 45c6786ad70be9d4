import type { Finding, OverallVerdict } from '@cutover/contracts';
import { at } from '../../../test/support/some-evidence.js';
import type { JudgedCheck } from '../../judgement/judge.js';
import { remainingSteps } from './remaining-steps.js';

function finding(check: string, section: string, change: Partial<Finding> = {}): Finding {
  return {
    ...{ id: `${check}/all`, check, section, subject: 'all', outcome: 'fail', blocks: true, severity: 'WARNING' },
    ...{ message: `${check} is bad`, action: 'mend it', evidence: '', tables: [], tableCount: 0, since: at },
    ...change,
  };
}

const verdict = (...reasons: Finding[]) => ({ reasons }) as unknown as OverallVerdict;
const checkOf = (...findings: Finding[]) => ({ findings, own: findings }) as unknown as JudgedCheck;
const named = (reasons: Finding[], checks: JudgedCheck[] = []) =>
  remainingSteps(verdict(...reasons), checks).map(({ check }) => check);

it('are in the order in which they are done, whatever their names are and whatever failed first', () =>
  expect(
    named([
      finding('a-row-differs', 'checksums'),
      finding('encryption-plain', 'encryption'),
      finding('zz-replication', 'lag', { outcome: 'unknown' }),
      finding('time-kept', 'retention'),
      finding('index-missing', 'parity'),
      finding('connection-lost', 'connections', { outcome: 'unknown' }),
      finding('pair-seen', 'checksums', { outcome: 'unknown' }),
    ]),
  ).toEqual([
    ...['connection-lost', 'pair-seen', 'zz-replication', 'index-missing', 'a-row-differs'],
    ...['encryption-plain', 'time-kept'],
  ]));

it('end with waiting, and put a section that nobody has placed before that', () =>
  expect(
    named([finding('sustained-green', 'readiness'), finding('new', 'of-tomorrow'), finding('old', 'lag')]),
  ).toEqual([...['old', 'new', 'sustained-green']]));

it('name what is only advised after all that blocks, and nothing that passes, is waived or follows from something else', () => {
  const advised = finding('missing-grant', 'connections', { blocks: false });
  const checks = [
    checkOf(advised),
    checkOf(finding('fine', 'lag', { outcome: 'pass', blocks: false })),
    checkOf(finding('answered-for', 'lag', { outcome: 'waived', blocks: false })),
    { ...checkOf(finding('follows', 'lag', { outcome: 'unknown', blocks: false })), own: [] },
  ];
  const steps = remainingSteps(verdict(finding('old', 'encryption')), checks);
  expect(steps.map(({ check, isBlocking }) => [check, isBlocking])).toEqual([
    ['old', true],
    ['missing-grant', false],
  ]);
});

it('bring the statements that mend them', () => {
  const statements = [{ on: 'target' as const, sql: 'SET GLOBAL event_scheduler = OFF;' }];
  expect(remainingSteps(verdict(finding('events', 'parity', { statements })), [])).toMatchObject([{ statements }]);
  expect(remainingSteps(verdict(finding('events', 'parity')), [])).toMatchObject([{ statements: [] }]);
});
