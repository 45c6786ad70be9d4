import type { DomainLag } from '@cutover/contracts';
import { passing, type AlertRule } from '../alert-rule.js';
import { readLag } from './fresh-lag.js';

/** The target has transactions that the source never had: somebody wrote to it. */
export const errantTransactionsRule: AlertRule = {
  type: 'errant_transactions',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.domains
        .filter(({ errant }) => errant)
        .map((domain) => ({
          subject: `domain ${domain.domain}`,
          severity: domain.breaksReplication ? 'CRITICAL' : 'WARNING',
          message: `The target has transactions that the source never had, in domain ${domain.domain}: ${domain.errantGtids}. ${consequence(domain)}`,
          action:
            'Find who wrote it (mariadb-binlog on the target, or the audit log), set read_only=ON there, and verify. ' +
            'Rows equal: STOP SLAVE; RESET MASTER; START SLAVE on the target makes it forget them (MySQL: empty transactions on the source). ' +
            'Rows different: run repair.sql first. What each step costs: docs/errant-transactions.md.',
        })),
    ),
};

function consequence({ breaksReplication }: DomainLag): string {
  if (breaksReplication)
    return "gtid_strict_mode is on and they are past what was replicated: the source's next write there ends replication (error 1950)";
  return 'Somebody wrote to the target, and a switch would carry that along';
}
