import { passing, type AlertRule } from '../alert-rule.js';
import { readLag } from './fresh-lag.js';

/** The target has transactions that the source never had: somebody wrote to it. */
export const errantTransactionsRule: AlertRule = {
  type: 'errant_transactions',
  policy: passing,
  judge: (snapshot) =>
    readLag(snapshot, (lag) =>
      lag.domains
        .filter((domain) => domain.errant)
        .map(({ domain, targetGtid }) => ({
          subject: `domain ${domain}`,
          severity: 'WARNING',
          message: `The target has transactions of its own in domain ${domain}${targetGtid === null ? '' : ` (up to ${targetGtid})`}: somebody writes to it`,
          action: 'Find the writer (binlog of the target), set read_only=ON there, and verify the tables it touched.',
        })),
    ),
};
