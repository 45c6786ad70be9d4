import { server, someEvidence } from '../../test/support/some-evidence.js';
import type { Evidence } from '../evidence/evidence.js';
import { pairSeenCheck } from './pair-seen.check.js';

type Seen = Pick<Evidence['pairHistory'], 'isSeen' | 'unseen'>;

const read = (seen: Seen, state: 'up' | 'down' = 'up') => {
  const connection = { source: server(), target: server({ state }), sameServer: false };
  const pairHistory = { ...seen, leavingOut: [], ownTransactions: [] };
  return pairSeenCheck.judge(someEvidence({ pairHistory, connection }), 0);
};

it('keeps the answer from being safe until both were seen', () => {
  expect(pairSeenCheck.blocks).toBe('unless-passed');
  expect(read({ isSeen: true, unseen: [] })).toMatchObject({ found: [], rest: 'pass' });
  expect(read({ isSeen: false, unseen: [] })).toMatchObject({ found: [], rest: 'unknown' });
});

it('says why a server that answers could not be recognised, and leaves one that is down to its connection', () => {
  const unseen = [{ role: 'target' as const, reason: 'it timed out' }];
  expect(read({ isSeen: false, unseen }).found).toMatchObject([
    {
      ...{ subject: 'target', outcome: 'unknown', severity: 'INFO' },
      message: expect.stringMatching(/: it timed out$/),
      action: expect.stringContaining('again'),
    },
  ]);
  expect(read({ isSeen: false, unseen }, 'down')).toMatchObject({ found: [], rest: 'unknown' });
});
