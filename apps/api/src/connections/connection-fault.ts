import type { Fault } from '@cutover/contracts';
import { UnusableFile } from './connect-options.js';
import { readDriverError } from './driver-error.js';
import { faultRules, fallbackRule, type FaultSubject } from './fault-rules.js';

/**
 * Turns whatever a connection attempt threw into something a person can act on. The text never holds a secret: it is
 * made of the server's own words, and servers do not repeat passwords.
 */
export function faultOf(error: unknown, subject: FaultSubject): Fault {
  const seen = readDriverError(error);
  const rule = faultRules.find((candidate) => candidate.matches(seen)) ?? fallbackRule;
  const file = error instanceof UnusableFile ? error.file : undefined;
  const about = { host: subject.host, port: subject.port, username: subject.username, rds: subject.rds, file };
  return {
    code: rule.code ?? (seen.code || 'CONNECTION_FAILED'),
    headline: rule.headline?.(about) ?? seen.message,
    message: seen.message,
    action: rule.action(about),
  };
}
