import type { Fault } from '@cutover/contracts';
import { UnusableFile } from '../engines/mysql-family/session/connect-options.js';
import { readDriverError } from '../driver-error.js';
import type { Endpoint } from '../endpoint.js';
import { faultRules, fallbackRule } from './fault-rules.js';

/**
 * Turns whatever a connection attempt threw into something a person can act on. The text never holds a secret: it is
 * made of the server's own words, and servers do not repeat passwords.
 */
export function faultOf(error: unknown, subject: Pick<Endpoint, 'host' | 'port' | 'username' | 'rds' | 'tls'>): Fault {
  const seen = readDriverError(error);
  const rule = faultRules.find((candidate) => candidate.matches(seen)) ?? fallbackRule;
  const file = error instanceof UnusableFile ? error.file : undefined;
  const { host, port, username, rds, tls } = subject;
  const about = { host, port, username, rds, usesTls: tls !== undefined, file };
  return {
    code: rule.code ?? (seen.code || 'CONNECTION_FAILED'),
    headline: rule.headline?.(about) ?? seen.message,
    message: seen.message,
    action: rule.action(about),
  };
}
