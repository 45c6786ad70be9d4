import type { BackupFinding } from '@cutover/contracts';
import type { AlertingCheck, AlertPolicy, Found, Quiet } from '../../evidence/check.js';
import { asSentence } from '../../failures/as-sentence.js';
import { messageOf } from '../../failures/message-of.js';
import { findingOf, type BackupKnowledge } from './backup-knowledge.js';

/** One check of backups: a pure function from what is known to findings. */
export interface BackupCheck {
  readonly id: string;
  readonly policy: AlertPolicy;
  judge(known: BackupKnowledge, now: Date): BackupFinding[];
  /**
   * Whether a subject that no finding names any more is gone for good, so that its alert ends: nobody wants backups of it. False: it is
   * only not known at the moment. It is not asked while the configuration that should count is not known, but of the check of that.
   */
  isGone(subject: string, known: BackupKnowledge, findings: readonly BackupFinding[]): boolean;
}

/**
 * Pure: what alerts are made of. Only what failed begins one, and only what passed, or is gone, ends one: what is unknown does neither, and
 * the check that knows why says so.
 */
export function alertingOf(
  check: BackupCheck,
  findings: readonly BackupFinding[],
  known: BackupKnowledge,
  evidence: string,
): AlertingCheck {
  const bySubject = new Map(findings.map((finding) => [finding.subject, finding]));
  const found = findings.flatMap(({ subject, outcome, severity, message, action }): Found[] =>
    outcome === 'fail' ? [{ subject, outcome, severity, message, action, evidence }] : [],
  );
  // What nobody can read wants no backups either.
  const isSure = known.problems.length === 0 || check.id === 'backup-configuration';
  const isGone = (subject: string): boolean => isSure && check.isGone(subject, known, findings);
  const otherwise = (subject: string): Quiet => {
    const finding = bySubject.get(subject);
    const isOver = finding === undefined ? isGone(subject) : finding.outcome === 'pass';
    return isOver ? { kind: 'pass', evidence } : { kind: 'unknown' };
  };
  return { check, reading: { found, otherwise } };
}

/** Pure: what a check finds, and what alerts are made of. One that throws has found out nothing: the others are judged all the same. */
export function judgedBy(
  check: BackupCheck,
  known: BackupKnowledge,
  now: Date,
): { findings: BackupFinding[]; alerting: AlertingCheck } {
  try {
    const findings = check.judge(known, now);
    return { findings, alerting: alertingOf(check, findings, known, now.toISOString()) };
  } catch (error) {
    const finding = findingOf({
      ...{ check: check.id, subject: 'the check itself', outcome: 'unknown', severity: 'WARNING' },
      message: `It could not be judged: ${asSentence(messageOf(error))}`,
      action: 'Mend what the message names. Otherwise report it as a fault of Cutover.',
    });
    // An alert that is open stays so.
    return { findings: [finding], alerting: { check, reading: { found: [], otherwise: () => ({ kind: 'unknown' }) } } };
  }
}
