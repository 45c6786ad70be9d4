import type { BackupFinding } from '@cutover/contracts';
import type { AlertingCheck, AlertPolicy, Found, Quiet } from '../../evidence/check.js';
import type { BackupKnowledge } from './backup-knowledge.js';

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
