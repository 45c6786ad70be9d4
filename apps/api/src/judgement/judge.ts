import {
  findingStatements,
  findingTables,
  type Finding,
  type Outcome,
  type Role,
  type Waiver,
} from '@cutover/contracts';
import type { Check, CheckReading, Found, Needs } from '../evidence/check.js';
import { nameSome } from '../checks/tables/table-result.js';
import type { Evidence } from '../evidence/evidence.js';
import { coveringWaiver, itemsOf } from '../waivers/covering-waiver.js';
import type { JudgedBefore, JudgedMoment } from './judged-before.js';
import { isUnanswered, unansweredSides, withoutUnanswered } from './unanswered.js';

/** A check and the section of the evidence that it belongs to. */
export interface PlacedCheck {
  check: Check;
  section: string;
}

/** The worst that was found of a subject, and all that it consists of. */
export interface WaivableSubject {
  outcome: Found['outcome'];
  items: readonly string[];
}

/** What one check said of one migration. */
export interface JudgedCheck extends PlacedCheck {
  /**
   * What was found, is not waived, and does not follow from a side that does not answer. null: the check itself failed, which is a
   * fault of ours; nothing is known then.
   */
  reading: CheckReading | null;
  /** What was found, by subject, whether it is waived or not: what somebody can answer for. */
  subjects: ReadonlyMap<string, WaivableSubject>;
  /** Tables of what is waived, each with the id of its waiver. */
  waivedTables: ReadonlyMap<string, string>;
  state: Outcome;
  /** As people read them: tables of one reason together. A check that found nothing says so; empty only where it does not apply. */
  findings: UndatedFinding[];
  /**
   * Those of `findings` that are no consequence of what another check says. Empty: nothing was found and it could not be judged, or all
   * that is unknown is so because a side does not answer.
   */
  own: UndatedFinding[];
}

/** The worst first. */
export const outcomeRank: Record<Outcome, number> = { fail: 0, unknown: 1, waived: 2, pass: 3 };

/** Subject of what is said of a check that found nothing. */
export const restSubject = 'all';

/** A finding without the moment since when it stands. */
export type UndatedFinding = Omit<Finding, 'since'>;

/**
 * Judges all checks; a check that throws is told to `onFailure` and leaves its subject unknown. The answer follows from what is given
 * alone: `before`, where it is given, only spares work.
 */
export function judge(
  checks: readonly PlacedCheck[],
  evidence: Evidence,
  nowMs: number,
  onFailure: (check: Check, error: unknown) => void,
  waivers: readonly Waiver[] = [],
  before: JudgedBefore | null = null,
): JudgedCheck[] {
  const moment = { evidence, nowMs, waivers };
  const all = checks.map((placed) => {
    const judgeAnew = (looked: Evidence): JudgedCheck => {
      try {
        return judged(placed, placed.check.judge(looked, nowMs), moment);
      } catch (error) {
        onFailure(placed.check, error);
        // Nobody can answer for what could not even be looked at.
        return judged(placed, null, { ...moment, waivers: [] });
      }
    };
    return before === null ? judgeAnew(evidence) : before.judged(placed, moment, judgeAnew);
  });
  return waiveConsequences(all, waivers);
}

function judged(
  placed: PlacedCheck,
  reading: CheckReading | null,
  { waivers: given, evidence: { connection }, nowMs }: JudgedMoment,
): JudgedCheck {
  const { check } = placed;
  if (reading?.notApplicable !== undefined) return saidOf(placed, reading, []);
  const passed = passedOf(placed, reading, connection);
  if (passed !== null) return passed;
  const waivers = check.notWaivable === undefined ? given.filter((waiver) => waiver.check === check.id) : [];
  const { open, waived } = sort(check, reading?.found ?? [], waivers);
  const away = unansweredSides(check, connection);
  const unanswered = open.filter((each) => isUnanswered(each, check, connection, nowMs));
  const standing = open.filter((each) => !unanswered.includes(each));
  const isStale = unanswered.length > 0 || (away.length > 0 && check.needs !== 'proofs');
  const state = stateOf(reading, standing, { isWaived: waived.size > 0, isStale });
  const own = [
    ...sayTogether(placed, standing),
    ...[...waived].flatMap(([waiver, found]) => sayWaived(placed, found, waiver)),
  ];
  // Tables of both kinds may be said together, and be as many.
  const consequences = sayTogether(placed, unanswered).map((each) => ({
    ...each,
    id: `${each.id}/unanswered`,
    // What a watcher saw of it repeats what the connection says, and advises on something else.
    ...(away.length === 0 ? {} : { action: whyUnknown(check, reading, away)[1], statements: [] }),
  }));
  const common = {
    ...placed,
    reading: reading && withoutUnanswered(withoutWaived(reading, open, waived), check, away, unanswered),
    subjects: subjectsOf(reading?.found ?? []),
    waivedTables: new Map(
      [...waived].flatMap(([{ id }, found]) => found.flatMap(({ tables = [] }) => tables.map((table) => [table, id]))),
    ),
  };
  if (own.length + consequences.length > 0) return { ...common, state, own, findings: [...own, ...consequences] };
  const rest = restOf(placed, state, { reading, away });
  if (state !== 'unknown') return { ...common, state, own: [rest], findings: [rest] };
  const unjudged: WaivableSubject = { outcome: 'unknown', items: [restSubject] };
  const subjects = new Map([[restSubject, unjudged]]);
  const waiver = coveringWaiver(waivers, { check: check.id, subject: restSubject, ...unjudged });
  if (waiver === null) return { ...common, subjects, state, own: [], findings: [rest] };
  const findings = [waivedFinding(rest, waiver)];
  return { ...common, subjects, state: 'waived', own: findings, findings };
}

/** Nearly all checks of nearly all judgements: nothing is made anew for them. Nobody may change what is in here. */
const nothing = { subjects: new Map<string, never>(), waivedTables: new Map<string, never>() };
const passedFindings = new WeakMap<PlacedCheck, UndatedFinding[]>();

/** Of a check that passes, or does not apply. */
function saidOf({ check, section }: PlacedCheck, reading: CheckReading, findings: UndatedFinding[]): JudgedCheck {
  const { subjects, waivedTables } = nothing;
  return { check, section, reading, subjects, waivedTables, state: 'pass', own: findings, findings };
}

/** Of a check that found nothing and whose sides answer; null: there is more to say. */
function passedOf(
  placed: PlacedCheck,
  reading: CheckReading | null,
  connection: Evidence['connection'],
): JudgedCheck | null {
  if (reading === null || reading.found.length > 0 || reading.rest !== 'pass') return null;
  const away = unansweredSides(placed.check, connection);
  if (away.length > 0) return null;
  const findings = passedFindings.get(placed) ?? [restOf(placed, 'pass', { reading, away })];
  passedFindings.set(placed, findings);
  return saidOf(placed, reading, findings);
}

/**
 * What cannot be judged only because of tables that are waived in another check is waived with them: a table that differs, and for
 * which somebody answers, is not proved equal either. So it is with what comparisons say and what blocks: who answers for a table whose
 * file is plain, or that has no key, says nothing of its rows.
 */
function waiveConsequences(all: readonly JudgedCheck[], waivers: readonly Waiver[]): JudgedCheck[] {
  const causes = all.filter(({ check: { needs, blocks } }) => needs === 'proofs' && blocks !== 'never');
  const waived = new Map(causes.flatMap(({ waivedTables }) => [...waivedTables]));
  if (waived.size === 0) return [...all];
  return all.map((judgedCheck) => {
    const tables = judgedCheck.own.length === 0 ? (judgedCheck.reading?.unsaid?.() ?? []) : [];
    const [first] = tables;
    const waiver = waivers.find(({ id }) => first !== undefined && id === waived.get(first));
    const isAllWaived = tables.every((table) => waived.has(table));
    if (waiver === undefined || !isAllWaived || judgedCheck.check.notWaivable !== undefined) return judgedCheck;
    const findings = judgedCheck.findings.map((finding) => waivedFinding(finding, waiver));
    return { ...judgedCheck, state: 'waived', own: findings, findings };
  });
}

function subjectsOf(found: readonly Found[]): Map<string, WaivableSubject> {
  const subjects = new Map<string, WaivableSubject>();
  for (const each of found) {
    const known = subjects.get(each.subject);
    const outcome = known?.outcome === 'fail' ? 'fail' : each.outcome;
    subjects.set(each.subject, { outcome, items: [...new Set([...(known?.items ?? []), ...itemsOf(each)])] });
  }
  return subjects;
}

/** What was found: what stands, and what somebody answers for. */
function sort(check: Check, found: readonly Found[], waivers: readonly Waiver[]) {
  if (waivers.length === 0) return { open: found, waived: new Map<Waiver, Found[]>() };
  const open: Found[] = [];
  const waived = new Map<Waiver, Found[]>();
  for (const each of found) {
    const { subject, outcome } = each;
    const waiver = coveringWaiver(waivers, { check: check.id, subject, outcome, items: itemsOf(each) });
    if (waiver === null) open.push(each);
    else waived.set(waiver, [...(waived.get(waiver) ?? []), each]);
  }
  return { open, waived };
}

/**
 * Where all that was found is waived, the rest may be unknown only for a reason that another check gives and that blocks by itself: see
 * `CheckReading.rest`. `isStale`: a side does not answer, so that what it said before is no reason to pass.
 */
function stateOf(
  reading: CheckReading | null,
  standing: readonly Found[],
  { isWaived, isStale }: { isWaived: boolean; isStale: boolean },
): Outcome {
  if (reading === null) return 'unknown';
  if (standing.some(({ outcome }) => outcome === 'fail')) return 'fail';
  if (standing.length > 0) return 'unknown';
  if (isWaived) return 'waived';
  return isStale ? 'unknown' : reading.rest;
}

/** For alerts: one that is open for what is waived is closed, and begins anew when the waiver ends. */
function withoutWaived(
  reading: CheckReading,
  open: readonly Found[],
  waived: ReadonlyMap<Waiver, readonly Found[]>,
): CheckReading {
  if (waived.size === 0) return reading;
  const subjects = new Set([...waived.values()].flat().map(({ subject }) => subject));
  return {
    ...reading,
    found: open,
    otherwise: (subject) => (subjects.has(subject) ? { kind: 'explained' } : reading.otherwise(subject)),
  };
}

function sayWaived(placed: PlacedCheck, found: readonly Found[], waiver: Waiver): UndatedFinding[] {
  return sayTogether(placed, found).map((finding) => waivedFinding(finding, waiver));
}

function waivedFinding(finding: UndatedFinding, { id, by, why, until }: Waiver): UndatedFinding {
  const outcome = finding.outcome === 'fail' ? 'fail' : 'unknown';
  return {
    ...finding,
    // Another part of the same check may be said beside it, of as many tables.
    id: `${finding.id}/waived/${id}`,
    ...{ outcome: 'waived', blocks: false, waiver: { id, by, why, until, outcome } },
  };
}

/** What was found, as people read it. A failure is never said together with what is unknown: it would be called unknown, too. */
export function sayTogether({ check, section }: PlacedCheck, found: readonly Found[]): UndatedFinding[] {
  if (found.length === 0) return [];
  const { summarise } = check;
  const isMixed = new Set(found.map(({ outcome }) => outcome)).size > 1;
  const parts = isMixed ? [found.filter(isFailure), found.filter((each) => !isFailure(each))] : [found];
  return parts.flatMap((part) => summarise?.(part) ?? part).map((each) => findingOf(check, section, each));
}

function isFailure({ outcome }: Found): boolean {
  return outcome === 'fail';
}

function findingOf(check: Check, section: string, found: Found): UndatedFinding {
  const { subject, outcome, severity, message, action, evidence, tables = [], statements = [] } = found;
  return {
    ...{ id: `${check.id}/${subject}`, check: check.id, section, subject, outcome, severity },
    blocks: check.blocks === 'unless-passed' || (check.blocks === 'when-failed' && outcome === 'fail'),
    ...{ message, action, evidence, tables: tables.slice(0, findingTables), tableCount: tables.length },
    ...(statements.length === 0 ? {} : { statements: statements.slice(0, findingStatements) }),
  };
}

/** What is said of a check that found nothing. */
function restOf(
  { check, section }: PlacedCheck,
  state: Outcome,
  { reading, away }: { reading: CheckReading | null; away: readonly Role[] },
): UndatedFinding {
  const isPassed = state === 'pass';
  const isBroken = reading === null;
  const [why, action] = whyUnknown(check, reading, away);
  return {
    ...{ id: `${check.id}/${restSubject}`, check: check.id, section },
    ...{ subject: restSubject, outcome: state, severity: 'INFO' },
    // A check that failed itself proves nothing: whatever it could have found may be there.
    blocks: !isPassed && (isBroken ? check.blocks !== 'never' : check.blocks === 'unless-passed'),
    message: isPassed
      ? check.claim
      : `Unknown whether ${check.claim.charAt(0).toLowerCase()}${check.claim.slice(1)}${why}`,
    action: isPassed ? '' : action,
    ...{ evidence: '', tables: [], tableCount: 0 },
  };
}

/** The end of the sentence, and what to do. */
function whyUnknown(
  { id, needs }: Check,
  reading: CheckReading | null,
  away: readonly Role[],
): [why: string, action: string] {
  if (reading === null)
    return [
      ': Cutover could not judge it',
      `This is a fault of Cutover. Its log says more (look for "${id}"): please report it. Check this by hand before you switch.`,
    ];
  if (away.length > 0) {
    const sides = away.join(' and the ');
    return [
      `: the ${sides} ${away.length === 1 ? 'does' : 'do'} not answer`,
      `Bring the ${sides} back: this is judged again by itself.`,
    ];
  }
  const tables = reading.unsaid?.() ?? [];
  if (reading.awaits === undefined && tables.length > 0)
    return [
      '',
      `Wait until ${nameSome(tables)} ${tables.length === 1 ? 'is' : 'are'} compared, or verify now: this is judged again by itself.`,
    ];
  return ['', reading.awaits ?? awaited[needs]];
}

/** What a check waits for that says no more. */
const awaited: Record<Needs, string> = {
  source: 'Wait until the source was measured: this is judged again by itself.',
  target: 'Wait until the target was measured: this is judged again by itself.',
  both: 'Wait until replication was measured on both sides: this is judged again by itself.',
  proofs: 'Wait until the tables are compared, or verify now: this is judged again by itself.',
  nothing: 'Wait for the first measurement: this is judged again by itself.',
};
