import type { DomainLag, ReplicaLag } from '@cutover/contracts';
import { nothingKnown, passing, type Check, type Found } from '../../evidence/check.js';
import { measuredLag } from '../lag/fresh-lag.js';

/** The target has transactions that the source never had: somebody wrote to it. */
export const errantTransactionsCheck: Check = {
  id: 'errant-transactions',
  // A log that does not number its transactions does not tell what the target wrote by itself.
  engines: ['mariadb', 'mysql'],
  claim: 'The target has no transaction that the source never had',
  blocks: 'when-failed',
  weight: 'stray',
  needs: 'both',
  policy: passing,
  judge: (evidence) => {
    const lag = measuredLag(evidence);
    if (lag === null) return nothingKnown;
    // Without both positions nothing was compared, and no domain can be told to be without one.
    const isCompared = lag.sourcePosition !== null && lag.targetPosition !== null;
    return {
      found: lag.domains.flatMap((domain) => foundIn(domain, lag)),
      rest: isCompared ? 'pass' : 'unknown',
      otherwise: () => (isCompared ? { kind: 'pass', evidence: lag.measuredAt } : { kind: 'unknown' }),
    };
  },
};

function foundIn(domain: DomainLag, lag: ReplicaLag): Found[] {
  if (domain.errantGtids !== null) return [errant(domain, lag)];
  return domain.unexplainedGtids === undefined ? [] : [unexplained(domain, lag)];
}

/** Whether the source had them is not known: they were there before we looked. */
function unexplained(found: DomainLag, { measuredAt }: ReplicaLag): Found {
  const { domain, unexplainedGtids, errantMeaning, errantAction } = found;
  return {
    ...{ subject: `domain ${domain}`, outcome: 'unknown', severity: 'WARNING', evidence: measuredAt },
    // One more transaction is another set, and news.
    items: [unexplainedGtids ?? ''],
    message: `The target has transactions of a server that the source does not know, in domain ${domain}: ${errantMeaning ?? unexplainedGtids}`,
    action: errantAction ?? 'Find who wrote them, and verify.',
  };
}

function errant(found: DomainLag, { measuredAt }: ReplicaLag): Found {
  const { domain, errantGtids, errantMeaning, errantAction, endsReplication } = found;
  return {
    ...{ subject: `domain ${domain}`, outcome: 'fail', evidence: measuredAt },
    items: [errantGtids ?? ''],
    severity: endsReplication === null ? 'WARNING' : 'CRITICAL',
    message: `The target has transactions that the source never had, in domain ${domain}: ${errantMeaning ?? errantGtids}`,
    action: errantAction ?? 'Find who wrote to the target, and verify.',
  };
}
