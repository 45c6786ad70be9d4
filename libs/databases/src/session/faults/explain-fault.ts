import type { Fault } from '@cutover/contracts';
import type { FaultSubject } from '../../database-engine.js';
import { readDriverError } from '../../driver-error.js';
import type { FailureKind } from '../../failure-kind.js';
import { UnusableFile } from '../credentials.js';
import { EngineMismatch } from '../engine-mismatch.js';
import type { FaultContext, FaultRule, FaultRules } from './fault-rules.js';

/** What an engine knows of failed connects. */
export interface FaultWords {
  kindOf(error: unknown): FailureKind;
  rules: Partial<FaultRules<FailureKind>>;
  /** For everything else: the message alone must help. */
  fallback: FaultRule;
}

/**
 * Turns whatever a connection attempt threw into something a person can act on. The text never holds a secret: it is
 * made of the server's own words, and servers do not repeat passwords.
 */
export function explainFault(error: unknown, subject: FaultSubject, { kindOf, rules, fallback }: FaultWords): Fault {
  const seen = readDriverError(error);
  const rule = rules[kindOf(error)] ?? fallback;
  const { host, port, username, database, rds, tls } = subject;
  const about: FaultContext = {
    ...{ host, port, username, database, rds, usesTls: tls !== undefined },
    file: error instanceof UnusableFile ? error.file : undefined,
    engineFound: error instanceof EngineMismatch ? error.found : undefined,
  };
  return {
    code: rule.code ?? (seen.code || 'CONNECTION_FAILED'),
    headline: rule.headline?.(about) ?? seen.message,
    message: seen.message,
    action: rule.action(about),
  };
}
