import { someEvidence } from '../../test/support/some-evidence.js';
import { nothingKnown, passing, type Check } from '../evidence/check.js';
import { checklist } from './checklist.js';
import { foldFindings } from './fold.js';
import { judge } from '../judgement/judge.js';

const aCheck = (id: string, change: Partial<Check>): Check => ({
  ...{
    id,
    claim: `${id} is well`,
    blocks: 'unless-passed',
    needs: 'nothing',
    policy: passing,
    judge: () => nothingKnown,
  },
  ...change,
});
const judged = (...checks: Check[]) =>
  judge(
    checks.map((check) => ({ check, section: 'a' })),
    someEvidence(),
    0,
    (_, error) => {
      throw error;
    },
  );

it('says nothing of what does not apply: it neither passes, nor is unknown, nor stands in the way', () => {
  const passes = aCheck('works', { judge: () => ({ ...nothingKnown, rest: 'pass' }) });
  const absent = aCheck('absent', { judge: () => ({ ...nothingKnown, notApplicable: 'There is none' }) });
  const all = judged(passes, absent);
  expect(all.find(({ check }) => check.id === 'absent')).toMatchObject({ findings: [], own: [] });
  expect(foldFindings(all).answer).toBe('safe');
  expect(checklist(all, (finding) => ({ ...finding, since: '' })).map(({ check }) => check)).toEqual(['works']);
});
