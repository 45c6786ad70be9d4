import type { Evidence } from '../../evidence/evidence.js';
import { server, someEvidence } from '../../../test/support/some-evidence.js';
import { pairSeenCheck } from './pair-seen.check.js';

const judge = (pairHistory: Partial<Evidence['pairHistory']>, change: Partial<Evidence> = {}) => {
  const evidence = someEvidence(change);
  return pairSeenCheck.judge({ ...evidence, pairHistory: { ...evidence.pairHistory, ...pairHistory } }, 0);
};
const blindness = { role: 'target' as const, reason: 'table is locked' };

it('passes once both servers were seen', () => {
  expect(judge({})).toMatchObject({ found: [], rest: 'pass' });
  expect(judge({ isSeen: false })).toMatchObject({ found: [], rest: 'unknown' });
});

it('says why a side that answers cannot be looked at, whether it was seen before or not', () => {
  for (const isSeen of [true, false]) {
    const [finding] = judge({ isSeen, blindness }).found;
    expect(finding).toMatchObject({ outcome: 'unknown', severity: 'WARNING', subject: 'target' });
    expect(finding?.message).toContain('table is locked');
  }
  expect(pairSeenCheck.blocks).toBe('unless-passed');
});

it('leaves a side that is down to connection-lost', () => {
  const connection = { source: server(), target: server({ state: 'down' }), sameServer: false };
  expect(judge({ isSeen: false, blindness }, { connection })).toMatchObject({ found: [], rest: 'unknown' });
});
