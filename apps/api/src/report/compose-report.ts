import { findingTables, type Finding, type Outcome, type ReportContent, type ReportSection } from '@cutover/contracts';

/** What one source of evidence says for the report, and what its checks found. */
export interface SaidSection extends ReportContent {
  id: string;
  findings: readonly Finding[];
}

const worstFirst: readonly Outcome[] = ['fail', 'unknown', 'pass'];

/** Pure: sections of one name are one: a capability may have several sources. Empty ones are left out. */
export function sectionsOf(said: readonly SaidSection[]): ReportSection[] {
  const byId = new Map<string, ReportSection>();
  for (const { id, label, summary, explanation, facts, tables, findings } of said) {
    const known = byId.get(id);
    const section = known ?? {
      id,
      label,
      summary,
      explanation,
      facts: [],
      tables: [],
      findings: [],
      outcome: 'unknown',
    };
    section.facts.push(...facts);
    section.tables.push(...tables);
    section.findings.push(
      ...findings.filter(({ id: finding }) => !section.findings.some((other) => other.id === finding)),
    );
    section.outcome =
      worstFirst.find((outcome) => section.findings.some((each) => each.outcome === outcome)) ?? 'unknown';
    byId.set(id, section);
  }
  return [...byId.values()].filter(({ facts, tables, findings }) => facts.length + tables.length + findings.length > 0);
}

/** Pure: a finding that stands for more tables than it names says so in its sentence. */
export function withTableCount(finding: Finding): Finding {
  if (finding.tableCount <= findingTables) return finding;
  return { ...finding, message: `${finding.message} (${finding.tableCount} tables)` };
}
