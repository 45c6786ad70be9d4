import type { Outcome, OverallVerdict } from '@cutover/contracts';
import type { Found, Weight } from '../evidence/check.js';
import { sayTogether, type JudgedCheck, type UndatedFinding } from '../judgement/judge.js';

/** The answer and what stands in its way. */
export interface Answer {
  answer: OverallVerdict['answer'];
  /** Most important first; empty only when safe. */
  reasons: UndatedFinding[];
}

/** Pure: the one answer, and what stands in its way. */
export function foldFindings(checks: readonly JudgedCheck[]): Answer {
  return { answer: answerOf(checks), reasons: reasonsOf(checks) };
}

/**
 * A blocking failure makes it `not-safe`; otherwise anything unknown that blocks makes it `cannot-tell`; only when every check that
 * matters passed or is waived is it `safe`. It comes from all findings, never from the reasons: those may be shortened for the reader.
 */
function answerOf(checks: readonly JudgedCheck[]): Answer['answer'] {
  const isAny = (outcome: Outcome): boolean => {
    const isOne = isBlocking(outcome);
    return checks.some(({ findings }) => findings.some(isOne));
  };
  if (isAny('fail')) return 'not-safe';
  return isAny('unknown') || checks.length === 0 ? 'cannot-tell' : 'safe';
}

function reasonsOf(checks: readonly JudgedCheck[]): UndatedFinding[] {
  const failed = failures(checks);
  const isUnknown = isBlocking('unknown');
  const unknown = checks.filter(({ findings }) => findings.some(isUnknown));
  const said = unknown.flatMap(({ own }) => own.filter(isUnknown));
  const all = unknown.flatMap(({ findings }) => findings.filter(isUnknown));
  // What cannot be judged is the consequence of something that is said already; it is named only where nothing is said.
  return [...failed, ...(failed.length + said.length > 0 ? said : all)];
}

function isBlocking(outcome: Outcome): (finding: UndatedFinding) => boolean {
  return (finding) => finding.blocks && finding.outcome === outcome;
}

/** The lowest is named first. */
const rankOf: Record<Weight, number> = { loss: 0, count: 1, stray: 2, replication: 3, other: 4 };

/**
 * Failures that block, the gravest first, without repeats: a table that another one of its kind names is a reason already, because its
 * counts differ when its rows do. Only a failure that blocks makes another one a repeat: it is itself among the reasons.
 */
function failures(checks: readonly JudgedCheck[]): UndatedFinding[] {
  const named = new Set<string>();
  // A stable sort: checks of one weight stay in the order in which they are registered.
  const byWeight = checks.filter(hasFound).sort((a, b) => rankOf[weightOf(a)] - rankOf[weightOf(b)]);
  return byWeight.flatMap((judged) => {
    const weight = weightOf(judged);
    const kind = weight === 'count' ? 'loss' : weight;
    const keyOf = (table: string): string => `${kind} ${table}`;
    const found = judged.reading?.found ?? [];
    const isNews = ({ tables = [] }: Found): boolean =>
      tables.length === 0 || tables.some((table) => !named.has(keyOf(table)));
    const news = found.filter(isNews);
    if (judged.check.blocks !== 'never')
      for (const { outcome, tables = [] } of news)
        if (outcome === 'fail') for (const table of tables) named.add(keyOf(table));
    return sayTogether(judged, news).filter(isBlocking('fail'));
  });
}

function hasFound({ reading }: JudgedCheck): boolean {
  return reading !== null && reading.found.length > 0;
}

function weightOf({ check }: JudgedCheck): Weight {
  return check.weight ?? 'other';
}
