import { findingStatements, findingTables, type Finding, type Outcome, type Waiver } from '@cutover/contracts';
import type { Check, CheckReading, Found } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import { coveringWaiver } from '../waivers/covering-waiver.js';

/** A check and the section of the evidence that it belongs to. */
export interface PlacedCheck {
  check: Check;
  section: string;
}

/** What one check said of one migration. */
export interface JudgedCheck extends PlacedCheck {
  /** What was found and is not waived. null: the check itself failed, which is a fault of ours; nothing is known then. */
  reading: CheckReading | null;
  /** What was found, by subject, whether it is waived or not: what somebody can answer for. */
  subjects: ReadonlyMap<string, Found['outcome']>;
  /** Tables of what is waived, each with the id of its waiver. */
  waivedTables: ReadonlyMap<string, string>;
  state: Outcome;
  /** As people read them: tables of one reason together. A check that found nothing says so; empty only where it does not apply. */
  findings: UndatedFinding[];
  /** Nothing was found, and it could not be judged either: another check says why. */
  isSilent: boolean;
}

/** The worst first. */
export const outcomeRank: Record<Outcome, number> = { fail: 0, unknown: 1, waived: 2, pass: 3 };

/** Subject of what is said of a check that found nothing. */
export const restSubject = 'all';

/** A finding without the moment since when it stands. */
export type UndatedFinding = Omit<Finding, 'since'>;

/** Judges all checks. Pure; a check that throws is told to `onFailure` and leaves its subject unknown. */
export function judge(
  checks: readonly PlacedCheck[],
  evidence: Evidence,
  nowMs: number,
  onFailure: (check: Check, error: unknown) => void,
  waivers: readonly Waiver[] = [],
): JudgedCheck[] {
  const all = checks.map((placed) => {
    try {
      return judged(placed, placed.check.judge(evidence, nowMs), waivers);
    } catch (error) {
      onFailure(placed.check, error);
      // Nobody can answer for what could not even be looked at.
      return judged(placed, null, []);
    }
  });
  return waiveConsequences(all, waivers);
}

function judged(placed: PlacedCheck, reading: CheckReading | null, given: readonly Waiver[]): JudgedCheck {
  const { check } = placed;
  if (reading?.notApplicable !== undefined)
    return {
      ...{ ...placed, reading, subjects: new Map(), waivedTables: new Map() },
      ...{ state: 'pass', findings: [], isSilent: false },
    };
  const waivers = check.notWaivable === undefined ? given.filter((waiver) => waiver.check === check.id) : [];
  const { open, waived } = sort(check, reading?.found ?? [], waivers);
  const state = stateOf(reading, open, waived.size > 0);
  const said = [
    ...sayTogether(placed, open),
    ...[...waived].flatMap(([waiver, found]) => sayWaived(placed, found, waiver)),
  ];
  const common = {
    ...placed,
    reading: reading && withoutWaived(reading, open, waived),
    subjects: new Map(reading?.found.map(({ subject, outcome }) => [subject, outcome])),
    waivedTables: new Map(
      [...waived].flatMap(([{ id }, found]) => found.flatMap(({ tables = [] }) => tables.map((table) => [table, id]))),
    ),
  };
  if (said.length > 0) return { ...common, state, isSilent: false, findings: said };
  const rest = restOf(placed, state, reading === null);
  if (state !== 'unknown') return { ...common, state, isSilent: false, findings: [rest] };
  const subjects = new Map([[restSubject, 'unknown' as const]]);
  const waiver = coveringWaiver(waivers, { check: check.id, subject: restSubject, outcome: 'unknown' });
  return waiver === null
    ? { ...common, subjects, state, isSilent: true, findings: [rest] }
    : { ...common, subjects, state: 'waived', isSilent: false, findings: [waivedFinding(rest, waiver)] };
}

/**
 * What cannot be judged only because of tables that are waived in another check is waived with them: a table that differs, and for
 * which somebody answers, is not proved equal either.
 */
function waiveConsequences(all: readonly JudgedCheck[], waivers: readonly Waiver[]): JudgedCheck[] {
  const waived = new Map(all.flatMap(({ waivedTables }) => [...waivedTables]));
  if (waived.size === 0) return [...all];
  return all.map((judgedCheck) => {
    const tables = judgedCheck.isSilent ? (judgedCheck.reading?.unsaid?.() ?? []) : [];
    const [first] = tables;
    const waiver = waivers.find(({ id }) => first !== undefined && id === waived.get(first));
    const isAllWaived = tables.every((table) => waived.has(table));
    if (waiver === undefined || !isAllWaived || judgedCheck.check.notWaivable !== undefined) return judgedCheck;
    const findings = judgedCheck.findings.map((finding) => waivedFinding(finding, waiver));
    return { ...judgedCheck, state: 'waived', isSilent: false, findings };
  });
}

/** What was found: what stands, and what somebody answers for. */
function sort(check: Check, found: readonly Found[], waivers: readonly Waiver[]) {
  if (waivers.length === 0) return { open: found, waived: new Map<Waiver, Found[]>() };
  const open: Found[] = [];
  const waived = new Map<Waiver, Found[]>();
  for (const each of found) {
    const waiver = coveringWaiver(waivers, { check: check.id, subject: each.subject, outcome: each.outcome });
    if (waiver === null) open.push(each);
    else waived.set(waiver, [...(waived.get(waiver) ?? []), each]);
  }
  return { open, waived };
}

/**
 * Where all that was found is waived, the rest may be unknown only for a reason that another check gives and that blocks by itself: see
 * `CheckReading.rest`.
 */
function stateOf(reading: CheckReading | null, open: readonly Found[], isWaived: boolean): Outcome {
  if (reading === null) return 'unknown';
  if (open.some(({ outcome }) => outcome === 'fail')) return 'fail';
  if (open.length > 0) return 'unknown';
  return isWaived ? 'waived' : reading.rest;
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

/** What was found, as people read it. */
export function sayTogether({ check, section }: PlacedCheck, found: readonly Found[]): UndatedFinding[] {
  return (check.summarise?.(found) ?? found).map((each) => findingOf(check, section, each));
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
function restOf({ check, section }: PlacedCheck, state: Outcome, isBroken: boolean): UndatedFinding {
  const isPassed = state === 'pass';
  return {
    ...{ id: `${check.id}/${restSubject}`, check: check.id, section },
    ...{ subject: restSubject, outcome: state, severity: 'INFO' },
    // A check that failed itself proves nothing: whatever it could have found may be there.
    blocks: !isPassed && (isBroken ? check.blocks !== 'never' : check.blocks === 'unless-passed'),
    message: isPassed ? check.claim : `Unknown whether ${check.claim.charAt(0).toLowerCase()}${check.claim.slice(1)}`,
    action: isPassed ? '' : 'Look at what the other checks say first: this one cannot be judged without it.',
    ...{ evidence: '', tables: [], tableCount: 0 },
  };
}
