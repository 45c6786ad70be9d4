import type { Outcome, OverallVerdict } from '@cutover/contracts';
import type { Found } from '../evidence/check.js';
import { sayTogether, type JudgedCheck, type UndatedFinding } from '../judgement/judge.js';

/** The answer and what stands in its way. */
export interface Answer {
  answer: OverallVerdict['answer'];
  /** Most important first; empty only when safe. */
  reasons: UndatedFinding[];
}

/**
 * The one answer: a blocking failure makes it `not-safe`; otherwise anything unknown that blocks makes it `cannot-tell`;
 * only when every check that matters passed is it `safe`.
 */
export function foldFindings(checks: readonly JudgedCheck[]): Answer {
  const failed = failures(checks);
  const unknown = checks.filter(({ findings }) => findings.some(isBlocking('unknown')));
  const said = unknown.flatMap(({ own }) => own.filter(isBlocking('unknown')));
  const all = unknown.flatMap(({ findings }) => findings.filter(isBlocking('unknown')));
  return {
    answer: failed.length > 0 ? 'not-safe' : unknown.length > 0 || checks.length === 0 ? 'cannot-tell' : 'safe',
    // What cannot be judged is the consequence of something that is said already; it is named only where nothing is said.
    reasons: [...failed, ...(failed.length + said.length > 0 ? said : all)],
  };
}

function isBlocking(outcome: Outcome): (finding: UndatedFinding) => boolean {
  return (finding) => finding.blocks && finding.outcome === outcome;
}

/** A table that an earlier check named is a reason already: its counts differ because its rows do. */
function failures(checks: readonly JudgedCheck[]): UndatedFinding[] {
  const named = new Set<string>();
  return checks.flatMap((judged) => {
    const found = judged.reading?.found ?? [];
    const isNews = ({ tables = [] }: Found): boolean =>
      tables.length === 0 || tables.some((table) => !named.has(table));
    const news = found.filter(isNews);
    for (const { outcome, tables = [] } of news) if (outcome === 'fail') for (const table of tables) named.add(table);
    return sayTogether(judged, news).filter(isBlocking('fail'));
  });
}
