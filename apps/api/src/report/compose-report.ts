import type { Finding, ReportContent, ReportSection } from '@cutover/contracts';
import { outcomeRank } from '../judgement/judge.js';

/** What one source of evidence says for the report, and what its checks found. */
export interface SaidSection extends Omit<ReportContent, 'label'> {
  id: string;
  /** null: the source has no words of its own. */
  label: string | null;
  findings: readonly Finding[];
}

/** Pure: sections of one name are one: a capability may have several sources. Empty ones are left out. */
export function sectionsOf(said: readonly SaidSection[]): ReportSection[] {
  const byId = new Map<string, ReportSection>();
  for (const { id, label, summary, explanation, facts, tables, findings } of said) {
    const known = byId.get(id);
    const section: ReportSection = known ?? {
      ...{ id, label: titleOf(id), summary: '', explanation: '', outcome: 'unknown' },
      ...{ facts: [], tables: [], findings: [] },
    };
    if (label !== null && section.summary === '') Object.assign(section, { label, summary, explanation });
    section.facts.push(...facts);
    section.tables.push(...tables);
    section.findings.push(
      ...findings.filter(({ id: finding }) => !section.findings.some((other) => other.id === finding)),
    );
    const outcomes = section.findings.map(({ outcome }) => outcome);
    section.outcome = outcomes.sort((one, other) => outcomeRank[one] - outcomeRank[other])[0] ?? 'unknown';
    byId.set(id, section);
  }
  return [...byId.values()].filter(({ facts, tables, findings }) => facts.length + tables.length + findings.length > 0);
}

/** Titles of the sections whose sources have no words of their own, or have none yet. */
const titles: Readonly<Record<string, string>> = {
  ...{ connections: 'Connections', lag: 'Replication', heartbeat: 'Heartbeat', checksums: 'Checksums' },
  ...{ consistency: 'Row counts', notifications: 'Notifications', rds: 'Amazon RDS' },
};

function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return titles[id] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
