import type { Finding } from '@cutover/contracts';

/** How long a waiver may be given for. The API allows 30 days. */
export const untilChoices: readonly { hours: number; label: string }[] = [
  { hours: 4, label: '4 hours' },
  { hours: 24, label: 'a day' },
  { hours: 72, label: '3 days' },
  { hours: 168, label: 'a week' },
  { hours: 720, label: '30 days' },
];

/** One thing that can be waived. `subject` null: whatever the check finds. */
export interface SubjectChoice {
  subject: string | null;
  label: string;
}

/**
 * What can be waived of a check: each subject that it names now, then all of it. Tables that are said together are single subjects;
 * where more are said than named, only all of them can be chosen.
 */
export function subjectChoices(findings: readonly Finding[]): SubjectChoice[] {
  const subjects = findings
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
    .flatMap(({ subject, tables, tableCount }) => (tableCount > 1 ? tables : [subject]));
  const all = { subject: null, label: 'All that this check finds, later findings too' };
  return [...[...new Set(subjects)].map((subject) => ({ subject, label: labelOf(subject) })), all];
}

function labelOf(subject: string): string {
  return subject === 'all' ? 'That it cannot be judged' : subject;
}
