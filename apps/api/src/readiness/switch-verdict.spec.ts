import { judge } from '../judgement/judge.js';
import { nothingKnown, passing, type Check, type CheckReading } from '../evidence/check.js';
import { someEvidence } from '../../test/support/some-evidence.js';
import { switchVerdict } from './switch-verdict.js';

const passes: CheckReading = { found: [], rest: 'pass', otherwise: () => ({ kind: 'unknown' }) };
const fails: CheckReading = {
  ...nothingKnown,
  found: [
    { subject: 's', outcome: 'fail', severity: 'CRITICAL', message: 'It is bad', action: 'Mend it.', evidence: 'e' },
  ],
};
const verdictOf = (readings: Record<string, CheckReading>) =>
  switchVerdict(
    judge(
      Object.entries(readings).map(([id, reading]) => ({
        section: 'a',
        check: {
          id,
          claim: `${id} is well`,
          blocks: 'unless-passed',
          needs: 'nothing',
          policy: passing,
          judge: () => reading,
        } as Check,
      })),
      someEvidence(),
      0,
      (_, error) => {
        throw error;
      },
    ),
  );

it('is safe where all pass', () =>
  expect(verdictOf({ a: passes })).toEqual({ answer: 'safe', against: [], againstCount: 0 }));

it('names what speaks against a switch', () => {
  expect(verdictOf({ a: passes, b: fails })).toEqual({ answer: 'not-safe', against: ['It is bad'], againstCount: 1 });
  expect(verdictOf({ a: nothingKnown })).toMatchObject({ answer: 'cannot-tell', againstCount: 1 });
});

it.each(['lag-threshold', 'lag-contradiction', 'drain-time'])('leaves out %s, which the freeze itself answers', (id) =>
  expect(verdictOf({ a: passes, [id]: fails }).answer).toBe('safe'),
);
