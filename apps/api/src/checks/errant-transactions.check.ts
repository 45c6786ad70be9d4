import type { DomainLag, ReplicaLag } from '@cutover/contracts';
import { errantText } from './texts/errant-text.js';
import { nothingKnown, passing, type Check, type Found } from '../evidence/check.js';
import { measuredLag } from './fresh-lag.js';

/** The target has transactions that the source never had: somebody wrote to it. */
export const errantTransactionsCheck: Check = {
  id: 'errant-transactions',
  // The write-ahead log of PostgreSQL does not tell what the target wrote by itself.
  engines: ['mariadb', 'mysql'],
  claim: 'The target has no transaction that the source never had',
  blocks: 'when-failed',
  policy: passing,
  judge: (evidence) => {
    const lag = measuredLag(evidence);
    if (lag === null) return nothingKnown;
    // Without both positions nothing was compared, and no domain can be told to be without one.
    const isCompared = lag.sourcePosition !== null && lag.targetPosition !== null;
    return {
      found: lag.domains.filter(({ errantGtids }) => errantGtids !== null).map((domain) => errant(domain, lag)),
      rest: isCompared ? 'pass' : 'unknown',
      otherwise: () => (isCompared ? { kind: 'pass', evidence: lag.measuredAt } : { kind: 'unknown' }),
    };
  },
};

function errant(domain: DomainLag, { measuredAt }: ReplicaLag): Found {
  return {
    ...{ subject: `domain ${domain.domain}`, outcome: 'fail', evidence: measuredAt },
    severity: domain.endsReplication === null ? 'WARNING' : 'CRITICAL',
    message: `The target has transactions that the source never had, in domain ${domain.domain}: ${errantText(domain) ?? ''}. ${consequences[domain.endsReplication ?? 'none']}`,
    action: `${domain.endsReplication === 'next-connect' ? avertConnect : ''}Find who wrote it (the target's binary log, or the audit log), set read_only=ON there, and verify. Rows different: run repair.sql first. Rows equal: ${heal(domain.domain)} What each step costs: docs/errant-transactions.md.`,
  };
}

/** What cannot wait. */
const avertConnect =
  'Before anything else run on the target: STOP SLAVE; CHANGE MASTER TO MASTER_USE_GTID = slave_pos; START SLAVE. ';

/** MariaDB numbers its domains; those of MySQL are server UUIDs. */
function heal(domain: string): string {
  return /^\d+$/.test(domain)
    ? 'STOP SLAVE; RESET MASTER; START SLAVE on the target makes it forget them. That deletes its binary logs: replicas of the target must be set up again.'
    : 'make the source know each of them by an empty transaction with its GTID.';
}

const consequences: Record<NonNullable<DomainLag['endsReplication']> | 'none', string> = {
  'next-write':
    "gtid_strict_mode is on and they are past what was replicated: the source's next write there ends replication (error 1950)",
  'next-connect':
    'The target connects with Using_Gtid: Current_Pos, and will ask the source for what comes after them: its next connect, after any restart or break, ends replication (error 1236)',
  none: 'Somebody wrote to the target, and a switch would carry that along',
};
