import {
  visibleLine,
  type Finding,
  type OverallVerdict,
  type ReadinessReport,
  type ReportSection,
  type ReportTable,
  type SignedReport,
  type VerdictEntry,
  type Waiver,
} from '@cutover/contracts';
import { skippedText } from '@cutover/contracts/skipped-text';
import { reportText } from '../report-text.js';
import { escapeHtml as text } from './escape-html.js';
import { reportStyles } from './report-styles.js';

const answers: Record<OverallVerdict['answer'], string> = {
  safe: 'Safe to cut over',
  'not-safe': 'Not safe to cut over',
  'cannot-tell': 'Cannot tell whether it is safe to cut over',
};

/** By these two lines `verify-report` finds the data in the page. */
export const dataBegin = '<script type="application/json" id="cutover-report">';
export const dataEnd = '</script>';

/**
 * Pure: the report as one page that needs nothing else, to be printed or sent. The signed data stands in it, and the same
 * data always makes the same page: so that a page in which a word was changed is found.
 */
export function renderReport(signed: SignedReport): string {
  const { report, signature } = signed;
  const { migration, generatedAt, generatedBy, product, engine, source, target, verdict } = report;
  const place = ({ host, port, version }: typeof source): string =>
    text(`${host}:${port} (${version ?? 'version unknown'})`);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${text(`${migration}: ${answers[verdict.answer]}`)}</title><style>${reportStyles}</style></head><body>`,
    `<h1>Cutover report: ${text(migration)}</h1>`,
    `<p class="soft">${text(generatedAt)}, by ${text(product)}${generatedBy === null ? '' : ` for ${text(generatedBy)}`}</p>`,
    facts([
      ['Engine', text(engine)],
      ['Source', place(source)],
      ['Target', place(target)],
    ]),
    `<div class="answer">${answers[verdict.answer]}, since ${text(verdict.since)}</div>`,
    groupOf(report.group),
    reasons(verdict),
    waiversOf(verdict.waivers),
    ...report.sections.map(sectionOf),
    timelineOf(report.timeline),
    alertsOf(signed),
    '<h2>Signature</h2>',
    facts([
      ['Algorithm', `${signature.algorithm} over the canonical JSON (RFC 8785) of the data in this page`],
      ['Key', `<code>${text(signature.fingerprint)}</code>`],
      ['Signature', `<code>${text(signature.value)}</code>`],
      ['To verify', '<code>npm run cutover -- verify-report FILE</code>'],
    ]),
    // In a script element only `<` can end it, or begin a comment. Escaped as JSON does, it stays the same data.
    `${dataBegin}${visibleLine(reportText(signed)).replaceAll('<', '\\u003c')}${dataEnd}`,
    '</body></html>\n',
  ].join('\n');
}

/** An answer for one database says so beside it, with the answer for all. */
function groupOf(group: ReadinessReport['group']): string {
  if (group == null) return '';
  const { name, database, count, answer, databases } = group;
  const each = databases.map((one) => `${one.database}: ${answers[one.answer]}`).join('; ');
  return `<p>${text(`This report is about the database ${database}, one of ${count} of ${name}, and about no other. All of ${name}: ${answers[answer]} (${each}).`)}</p>`;
}

function reasons({ reasons: found, basis, greenSince }: OverallVerdict): string {
  const rests = facts([
    ['Everything that blocks passes since', text(greenSince ?? 'it does not')],
    ['Tables proved equal', `${basis.tablesEqual} of ${basis.tablesWatched ?? 'an unknown number'}`],
    ['Oldest of these proofs', text(basis.oldestProofAt ?? 'none')],
    [
      'Replica lag',
      basis.lagSeconds === null ? 'unknown' : `${basis.isLagLowerBound ? 'at least ' : ''}${basis.lagSeconds} s`,
    ],
    ['Not compared', text(basis.skipped.map(skippedText).join('; ') || 'nothing was left out')],
    ['Not looked at', text(basis.notLookedAt.join(', ') || 'nothing')],
  ]);
  return `${found.length === 0 ? '' : `<h2>What stands in the way</h2>${findingsTable(found)}`}<h2>What the answer rests on</h2>${rests}`;
}

function waiversOf(waivers: readonly Waiver[]): string {
  if (waivers.length === 0) return '<h2>Waivers</h2><p>None: nobody answers for anything.</p>';
  const rows = waivers.map(({ check, subject, items, covers, by, why, from, until }) =>
    rowOf([check, ofWhat(subject, items), covers === 'fail' ? 'failure' : 'unknown', by, why, from, until]),
  );
  return `<h2>Waivers</h2>${grid(['Check', 'Of what', 'Covers', 'By', 'Why', 'From', 'Until'], rows)}`;
}

/** What it stands for, where that is more than its subject. */
function ofWhat(subject: Waiver['subject'], items: Waiver['items']): string {
  if (subject === null) return 'all that it finds';
  const names = (items ?? []).filter((item) => item !== subject);
  return names.length === 0 ? subject : `${subject} (${names.join(', ')})`;
}

function timelineOf(entries: readonly VerdictEntry[]): string {
  const rows = entries.map(({ at, answer, from, causes }) =>
    rowOf([
      at,
      answer === null ? `not watched since ${from ?? 'an unknown time'}` : answers[answer],
      causes.map(({ message }) => message).join('; '),
    ]),
  );
  return rows.length === 0 ? '' : `<h2>How the answer changed</h2>${grid(['At', 'Answer', 'Because'], rows)}`;
}

function rowOf(cells: readonly (string | null)[]): string {
  return `<tr>${cells.map((cell) => `<td>${text(cell ?? 'unknown')}</td>`).join('')}</tr>`;
}

function sectionOf({ label, summary, explanation, facts: figures, tables, findings }: ReportSection): string {
  const said = figures.map(({ label: name, value, hint }): [string, string] => [
    name,
    text(value ?? 'unknown') + (hint === null ? '' : ` <span class="soft">${text(hint)}</span>`),
  ]);
  return [
    `<h2>${text(label)}${summary === '' ? '' : `: ${text(summary)}`}</h2>${explanation === '' ? '' : `<p class="soft">${text(explanation)}</p>`}`,
    said.length === 0 ? '' : facts(said),
    findings.length === 0 ? '' : findingsTable(findings),
    ...tables.map(tableOf),
  ].join('\n');
}

function findingsTable(findings: readonly Finding[]): string {
  const rows = findings.map(
    ({ outcome, blocks, check, message, action, statements = [], since }) =>
      `<tr><td class="outcome">${text(outcome)}${blocks ? ', blocks' : ''}</td><td>${text(check)}</td><td>${text(message)}${action === '' ? '' : `<br><span class="soft">${text(action)}</span>`}${statements.map(({ on, sql }) => `<br><span class="soft">on the ${on}:</span> <code>${text(sql)}</code>`).join('')}</td><td>${text(since)}</td></tr>`,
  );
  return grid(['Outcome', 'Check', 'What was found', 'Since'], rows);
}

function tableOf({ title, columns, rows }: ReportTable): string {
  return `<h3>${text(title)}</h3>${grid(columns, rows.map(rowOf))}`;
}

function alertsOf({ report: { alerts, alertsOmitted } }: SignedReport): string {
  const rows = alerts.map(({ severity, message, activeAt, resolvedAt, acknowledgedBy }) =>
    rowOf([severity, message, activeAt, resolvedAt ?? 'open', acknowledgedBy ?? '']),
  );
  const more = alertsOmitted === 0 ? '' : `<p class="soft">${alertsOmitted} older alerts are not listed.</p>`;
  if (rows.length === 0) return '<h2>Alerts</h2><p>None.</p>';
  return `<h2>Alerts</h2>${grid(['Severity', 'What', 'Since', 'Resolved', 'Acknowledged by'], rows)}${more}`;
}

function grid(columns: readonly string[], rows: readonly string[]): string {
  const head = columns.map((column) => `<th>${text(column)}</th>`).join('');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** The values are HTML already. */
function facts(pairs: readonly (readonly [string, string])[]): string {
  return `<dl>${pairs.map(([name, value]) => `<dt>${text(name)}</dt><dd>${value}</dd>`).join('')}</dl>`;
}
