import type { DomainLag, ReplicaLag } from '@cutover/contracts';
import { nothingKnown, passing, type Check, type Found } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { measuredLag } from '../lag/fresh-lag.js';
import { unprovedSince } from '../tables/proofs.js';
import { nameSome } from '../tables/table-result.js';

/**
 * Transactions that were on the target before we looked may be of an earlier source, which is harmless, or a write there
 * that an earlier process of ours had called errant: it forgets that when it ends. A table that was proved equal after we
 * first saw them is equal with whatever they wrote. Until every table is, nothing can be told; after that they are a warning
 * of `errant-transactions`. The history of the pair, which is kept, makes proofs void when one comes: what it knows of was there
 * before every proof that counts.
 */
export const unexplainedTransactionsCheck: Check = {
  id: 'unexplained-transactions',
  // MySQL tells by its sets which transactions its source never had: none is unexplained.
  engines: ['mariadb'],
  claim: 'Every table was proved equal with the transactions on the target that nobody can explain',
  blocks: 'unless-passed',
  needs: 'both',
  policy: passing,
  judge: (evidence, nowMs) => {
    const lag = measuredLag(evidence);
    if (lag === null) return nothingKnown;
    const isCompared = lag.sourcePosition !== null && lag.targetPosition !== null;
    return {
      found: lag.domains.flatMap((domain) => foundIn(domain, lag, evidence, nowMs)),
      rest: isCompared ? 'pass' : 'unknown',
      otherwise: () => (isCompared ? { kind: 'pass', evidence: lag.measuredAt } : { kind: 'unknown' }),
    };
  },
};

function foundIn(found: DomainLag, { measuredAt }: ReplicaLag, evidence: Evidence, nowMs: number): Found[] {
  const { domain, unexplainedGtids, unexplainedSince } = found;
  if (unexplainedGtids === undefined) return [];
  // What was there when the present proofs were begun is no news to them, whatever was started again since.
  const isKnown = unexplainedGtids
    .split(',')
    .every((transaction) => evidence.pairHistory.ownTransactions.includes(transaction));
  const tables = unprovedSince(isKnown ? '' : (unexplainedSince ?? measuredAt), evidence, nowMs);
  if (tables?.length === 0) return [];
  const unproved =
    tables === null ? 'no table is' : `${nameSome(tables)} ${tables.length === 1 ? 'is not' : 'are not'}`;
  return [
    {
      ...{ subject: `domain ${domain}`, outcome: 'unknown', evidence: measuredAt, tables: tables ?? [] },
      // The alert is that of errant-transactions.
      severity: 'INFO',
      message: `Whether somebody wrote to the target is unknown: it has transactions of a server that the source does not know (${unexplainedGtids}), and ${unproved} proved equal since Cutover saw them`,
      action: 'Start a verification, or wait for the next round: a table that is proved equal now is equal with them.',
    },
  ];
}
