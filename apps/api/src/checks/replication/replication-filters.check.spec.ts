import type { Evidence } from '../../evidence/evidence.js';
import { someEvidence, watching } from '../../../test/support/some-evidence.js';
import { replicationFiltersCheck } from './replication-filters.check.js';

const setting = 'replicate_ignore_table = shop.b';
const filter = (...names: string[]): Evidence['pairHistory']['leavingOut'] => [
  { role: 'target', setting, action: 'take it away.', leavesOut: ({ name }) => names.includes(name) },
];
const judge = (leavingOut: Evidence['pairHistory']['leavingOut'], change: Partial<Evidence['pairHistory']> = {}) => {
  const evidence = someEvidence(watching('shop.a', 'shop.b'));
  const pairHistory = { ...evidence.pairHistory, leavingOut, ...change };
  return replicationFiltersCheck.judge({ ...evidence, pairHistory }, 0);
};

it('names the watched tables that a filter leaves out, the filter, and what to do', () => {
  const [finding] = judge(filter('b')).found;
  expect(finding).toMatchObject({ outcome: 'unknown', severity: 'WARNING', tables: ['shop.b'] });
  expect(finding?.message).toContain(setting);
  expect(finding?.action).toContain('take it away.');
  expect(replicationFiltersCheck.blocks).toBe('unless-passed');
});

it('passes with a filter that leaves out what is not watched, and takes unknown for no pass', () => {
  expect(judge(filter('c'))).toMatchObject({ found: [], rest: 'pass' });
  expect(judge([])).toMatchObject({ found: [], rest: 'pass' });
  expect(judge([], { isSeen: false })).toMatchObject({ found: [], rest: 'unknown' });
});
