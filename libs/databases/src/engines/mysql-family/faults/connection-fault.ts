import type { Fault } from '@cutover/contracts';
import { readDriverError } from '../../../driver-error.js';
import type { FaultSubject } from '../../../database-engine.js';
import type { FailureKind } from '../../../failure-kind.js';
import { UnusableFile } from '../../../session/credentials.js';
import { EngineMismatch } from '../../../session/engine-mismatch.js';
import { mysqlFamilyFailure } from '../failures.js';
import { faultRules, fallbackRule, type FaultRule } from './fault-rules.js';

/**
 * Turns whatever a connection attempt threw into something a person can act on. The text never holds a secret: it is
 * made of the server's own words, and servers do not repeat passwords.
 */
export function faultOf(error: unknown, subject: FaultSubject): Fault {
  const seen = readDriverError(error);
  const rule = ruleOf(mysqlFamilyFailure(error));
  const file = error instanceof UnusableFile ? error.file : undefined;
  const engineFound = error instanceof EngineMismatch ? error.found : undefined;
  const { host, port, username, rds, tls } = subject;
  const about = { host, port, username, rds, usesTls: tls !== undefined, file, engineFound };
  return {
    code: rule.code ?? (seen.code || 'CONNECTION_FAILED'),
    headline: rule.headline?.(about) ?? seen.message,
    message: seen.message,
    action: rule.action(about),
  };
}

function ruleOf(kind: FailureKind): FaultRule {
  return kind in faultRules ? faultRules[kind as keyof typeof faultRules] : fallbackRule;
}
