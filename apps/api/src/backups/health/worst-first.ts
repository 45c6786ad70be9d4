import { severitySchema, type BackupFinding } from '@cutover/contracts';

const outcomes: readonly BackupFinding['outcome'][] = ['fail', 'unknown', 'waived', 'pass'];

/** Pure: what failed before what is not known, of either the gravest first, then by id. */
export function worstFirst(findings: readonly BackupFinding[]): BackupFinding[] {
  const rank = ({ outcome, severity }: BackupFinding): number =>
    outcomes.indexOf(outcome) * 10 + severitySchema.options.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}
