import { at, someEvidence } from '../../test/support/some-evidence.js';
import type { PassingOver } from '../evidence/passing-over.js';
import { errorsPassedOverCheck } from './errors-passed-over.check.js';

const known = someEvidence().pairHistory;
const judge = (change: Partial<typeof known>) =>
  errorsPassedOverCheck.judge(someEvidence({ pairHistory: { ...known, ...change } }), Date.parse(at));

it('blocks while the target passes over errors, and says which setting, what it does and how it is taken away', () => {
  const setting: PassingOver = {
    setting: 'slave_exec_mode = IDEMPOTENT',
    meaning: 'it differs',
    action: 'Set it back.',
    statement: 'SET IT;',
  };
  const [finding] = judge({ passingOver: [setting] }).found;
  expect(finding).toMatchObject({ outcome: 'fail', severity: 'WARNING', action: 'Set it back.' });
  expect(finding?.message).toBe(
    'Replication of the target passes over errors (slave_exec_mode = IDEMPOTENT): it differs',
  );
  expect(finding?.statements).toEqual([{ on: 'target', sql: 'SET IT;' }]);
  expect(errorsPassedOverCheck.blocks).toBe('when-failed');
});

it('passes where it passes over none, and knows nothing before the pair was seen', () => {
  expect(judge({})).toMatchObject({ found: [], rest: 'pass' });
  expect(judge({ isSeen: false })).toMatchObject({ found: [], rest: 'unknown' });
});
