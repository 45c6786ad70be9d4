import type { Evidence } from '../../evidence/evidence.js';
import { aLag, at, checksum, checksumsOf, someEvidence, watching } from '../../../test/support/some-evidence.js';
import { unexplainedTransactionsCheck } from './unexplained-transactions.check.js';

const nowMs = Date.parse(at) + 1_000;
const isoAfter = (ms: number): string => new Date(Date.parse(at) + ms).toISOString();

function judge(unexplainedSince: string | null, change: Partial<Evidence> = {}) {
  const domain = {
    ...{ domain: '0', sourceGtid: '0-1-9', targetGtid: '0-1-9', transactionsBehind: '0', errantGtids: null },
    endsReplication: null,
    ...(unexplainedSince === null ? {} : { unexplainedGtids: '0-7-4', unexplainedSince }),
  };
  return unexplainedTransactionsCheck.judge(someEvidence({ lag: aLag({ domains: [domain] }), ...change }), nowMs);
}

it('cannot be told while a table is proved only before they were seen', () => {
  const [finding] = judge(isoAfter(1)).found;
  expect(finding).toMatchObject({ outcome: 'unknown', severity: 'INFO', subject: 'domain 0', tables: ['shop.a'] });
  expect(finding?.message).toContain('0-7-4');
  expect(unexplainedTransactionsCheck.blocks).toBe('unless-passed');
});

it('passes once every table was proved since, or where there are none', () => {
  expect(judge(isoAfter(0))).toMatchObject({ found: [], rest: 'pass' });
  expect(judge(null)).toMatchObject({ found: [], rest: 'pass' });
});

it('passes where the history of the pair knew them before every proof that counts, whatever was started again since', () => {
  const pairHistory = {
    isSeen: true,
    blindness: null,
    leavingOut: [],
    passingOver: [],
    ownTransactions: ['0-3-2', '0-7-4'],
  };
  expect(judge(isoAfter(1), { pairHistory })).toMatchObject({ found: [], rest: 'pass' });
  expect(judge(isoAfter(1), { pairHistory: { ...pairHistory, ownTransactions: ['0-7-3'] } }).found).toHaveLength(1);
});

it('counts tables that are not proved at all, and those whose proof is too old', () => {
  const checksums = checksumsOf(checksum('shop.a', 'matched'), checksum('shop.b', 'unverified'));
  expect(judge(at, { ...watching('shop.a', 'shop.b'), checksums }).found[0]?.tables).toEqual(['shop.b']);
  const old = checksumsOf(checksum('shop.a', 'matched', { startedAt: isoAfter(-60_000) }));
  expect(judge(isoAfter(-90_000), { checksums: old }).found).toHaveLength(1);
});

it('never takes unknown for good', () => {
  expect(judge(at, { tables: null }).found).toHaveLength(1);
  expect(judge(null, { lag: null })).toMatchObject({ found: [], rest: 'unknown' });
  expect(judge(null, { lag: aLag({ targetPosition: null }) })).toMatchObject({ found: [], rest: 'unknown' });
});
