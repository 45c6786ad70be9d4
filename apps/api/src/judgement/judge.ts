import { findingTables, type Finding, type Outcome } from '@cutover/contracts';
import type { Check, CheckReading, Found } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';

/** A check and the section of the evidence that it belongs to. */
export interface PlacedCheck {
  check: Check;
  section: string;
}

/** What one check said of one migration. */
export interface JudgedCheck extends PlacedCheck {
  /** null: the check itself failed, which is a fault of ours; nothing is known then. */
  reading: CheckReading | null;
  state: Outcome;
  /** As people read them: tables of one reason together. Never empty: a check that found nothing says so. */
  findings: UndatedFinding[];
  /** Nothing was found, and it could not be judged either: another check says why. */
  isSilent: boolean;
}

/** The worst first. */
export const outcomeRank: Record<Outcome, number> = { fail: 0, unknown: 1, pass: 2 };

/** A finding without the moment since when it stands. */
export type UndatedFinding = Omit<Finding, 'since'>;

/** Judges all checks. Pure; a check that throws is told to `onFailure` and leaves its subject unknown. */
export function judge(
  checks: readonly PlacedCheck[],
  evidence: Evidence,
  nowMs: number,
  onFailure: (check: Check, error: unknown) => void,
): JudgedCheck[] {
  return checks.map(({ check, section }) => {
    try {
      return judged({ check, section }, check.judge(evidence, nowMs));
    } catch (error) {
      onFailure(check, error);
      return judged({ check, section }, null);
    }
  });
}

function judged({ check, section }: PlacedCheck, reading: CheckReading | null): JudgedCheck {
  const found = reading?.found ?? [];
  const state = stateOf(reading);
  return {
    ...{ check, section, reading, state },
    isSilent: found.length === 0 && state !== 'pass',
    findings:
      found.length > 0 ? sayTogether({ check, section }, found) : [restOf(check, section, state, reading === null)],
  };
}

function stateOf(reading: CheckReading | null): Outcome {
  if (reading === null) return 'unknown';
  if (reading.found.some(({ outcome }) => outcome === 'fail')) return 'fail';
  return reading.found.length > 0 ? 'unknown' : reading.rest;
}

/** What was found, as people read it. */
export function sayTogether({ check, section }: PlacedCheck, found: readonly Found[]): UndatedFinding[] {
  return (check.summarise?.(found) ?? found).map((each) => findingOf(check, section, each));
}

function findingOf(check: Check, section: string, found: Found): UndatedFinding {
  const { subject, outcome, severity, message, action, evidence, tables = [] } = found;
  return {
    ...{ id: `${check.id}/${subject}`, check: check.id, section, subject, outcome, severity },
    blocks: check.blocks === 'unless-passed' || (check.blocks === 'when-failed' && outcome === 'fail'),
    ...{ message, action, evidence, tables: tables.slice(0, findingTables), tableCount: tables.length },
  };
}

/** What is said of a check that found nothing. */
function restOf(check: Check, section: string, state: Outcome, isBroken: boolean): UndatedFinding {
  const isPassed = state === 'pass';
  return {
    ...{ id: `${check.id}/all`, check: check.id, section, subject: 'all', outcome: state, severity: 'INFO' },
    // A check that failed itself proves nothing: whatever it could have found may be there.
    blocks: !isPassed && (isBroken ? check.blocks !== 'never' : check.blocks === 'unless-passed'),
    message: isPassed ? check.claim : `Unknown whether ${check.claim.charAt(0).toLowerCase()}${check.claim.slice(1)}`,
    action: isPassed ? '' : 'Look at what the other checks say first: this one cannot be judged without it.',
    ...{ evidence: '', tables: [], tableCount: 0 },
  };
}
