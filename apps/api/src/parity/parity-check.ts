import type { ParityArea, ParityDifference, ParityUnknown, Statement } from '@cutover/contracts';
import { nothingKnown, type Check, type CheckReading, type Found } from '../evidence/check.js';
import type { Evidence } from '../evidence/evidence.js';
import type { KnownArea } from './known-parity.js';

/** A reading older than this says nothing of now. Usual ones are half a minute apart, those of very large schemas ten. */
const longestAgeMs = 15 * 60_000;
/** So many differences are named in a sentence; all stand in the section. */
const inSentence = 2;

/** What an area says of itself where it is judged. */
export interface ParityCheckWords {
  id: string;
  area: ParityArea;
  engines: NonNullable<Check['engines']>;
  claim: string;
  /** What of a difference that blocks stands for in words: `index by_day of shop.orders is missing on the target`. */
  say(difference: ParityDifference): string;
  /** Tables whose other checks tell of the same cause; the verdict then names it once. Absent: none. */
  tablesOf?(difference: ParityDifference): readonly string[];
}

/**
 * The check of an area: a finding for each kind of what blocks, so that thousands of differences are some sentences, and one for
 * each part that could not be compared. What does not block stands in the section of the page only.
 */
export function parityCheck({ id, area, engines, claim, say, tablesOf }: ParityCheckWords): Check {
  return {
    ...{ id, engines, claim, blocks: 'unless-passed', needs: 'both' },
    // DDL that replication is about to apply is a difference for a moment: an alert waits for the second reading.
    policy: { hold: 'none', resolve: 'at-once', minSamples: 2 },
    judge: (evidence, nowMs): CheckReading => {
      const known = knownArea(evidence, area);
      if (known === null) return nothingKnown;
      const { measuredAt } = known.state;
      if (isTooOld(measuredAt, nowMs)) return { ...nothingKnown, found: [outdated(area, known)] };
      const kinds = byKind(known.differences.filter(({ blocks }) => blocks));
      const unread = known.state.unknown.filter(({ blocks }) => blocks);
      const found = [
        ...[...kinds].map(([kind, all]) => differing(kind, all, measuredAt, { say, tablesOf })),
        ...unread.map((each) => notCompared(area, each, measuredAt)),
      ];
      return {
        found,
        rest: 'pass',
        // What could not be read may differ.
        otherwise: () => (unread.length > 0 ? { kind: 'unknown' } : { kind: 'pass', evidence: measuredAt }),
      };
    },
  };
}

/** What is known of an area; null: it was not compared yet. */
export function knownArea({ parity }: Evidence, area: ParityArea): KnownArea | null {
  return parity[area] ?? null;
}

/** A clock that was set back makes a reading of the future, of which nobody knows how old it is. */
export function isTooOld(measuredAt: string, nowMs: number): boolean {
  const ageMs = nowMs - Date.parse(measuredAt);
  return ageMs > longestAgeMs || ageMs < -longestAgeMs;
}

function byKind(differences: readonly ParityDifference[]): Map<string, ParityDifference[]> {
  const kinds = new Map<string, ParityDifference[]>();
  for (const each of differences) {
    const known = kinds.get(each.kind);
    if (known === undefined) kinds.set(each.kind, [each]);
    else known.push(each);
  }
  return kinds;
}

function differing(
  kind: string,
  all: readonly ParityDifference[],
  evidence: string,
  { say, tablesOf }: Pick<ParityCheckWords, 'say' | 'tablesOf'>,
): Found {
  const named = all.slice(0, inSentence).map(say);
  const more = all.length - named.length;
  const text = `${named.join('; ')}${more === 0 ? '' : `; and ${more} more`}`;
  return {
    ...{ subject: kind, outcome: 'fail', severity: 'CRITICAL', evidence },
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}`,
    ...mendOf(all),
    tables: [...new Set(all.flatMap((each) => tablesOf?.(each) ?? []))],
    items: all.map(say),
  };
}

/** What mends a single difference stands with it, if it is short; of several the section is the place. */
function mendOf(all: readonly ParityDifference[]): Pick<Found, 'action' | 'statements'> {
  const [first] = all;
  const unmended = all.filter(({ mend }) => mend === null);
  if (first === undefined) return { action: doNot };
  if (all.length === 1 && first.mend === null) return { action: `${doNot} ${first.why}` };
  const statements = scriptOf(first.mend);
  const isShort = statements.every(({ sql }) => sql.length <= 500);
  if (all.length === 1 && statements.length > 0 && isShort)
    return {
      action: `Do not cut over before it is mended.${first.mend?.note ? ` ${first.mend.note}` : ''}`,
      statements,
    };
  const where = `${doNot} Open Parity: each difference stands there with both sides and `;
  const [none] = unmended;
  if (none === undefined) return { action: `${where}what mends it.` };
  const others = unmended.length < all.length ? 'what mends it, where a statement does' : 'why it matters';
  return { action: `${where}${others}. No statement mends ${none.object}: ${none.why}` };
}

const doNot = 'Do not cut over.';

/** One script: its parts must run in one session, since the first keeps the others out of the binary log. */
export function scriptOf(mend: ParityDifference['mend']): Statement[] {
  return mend === null || mend.statements.length === 0 ? [] : [{ on: mend.on, sql: mend.statements.join('\n') }];
}

function notCompared(area: ParityArea, { what, side, reason, action, grants }: ParityUnknown, evidence: string): Found {
  const where = side === null ? '' : ` on the ${side}`;
  return {
    subject: `${side ?? 'both'}: ${what}`.slice(0, 255),
    ...{ outcome: 'unknown', severity: 'WARNING', evidence, action, ...(side === null ? {} : { side }) },
    message: `Not compared (${area}): ${what}${where}: ${reason}`,
    statements: side === null ? [] : grants.map((sql) => ({ on: side, sql })),
  };
}

function outdated(area: ParityArea, { state }: KnownArea): Found {
  const why = state.failure === null ? '' : `: ${state.failure}`;
  return {
    ...{ subject: area, outcome: 'unknown', severity: 'INFO', evidence: state.measuredAt, isOutdated: true },
    message: `The ${area} was last compared at ${state.measuredAt}, which says nothing of now${why}`,
    action: 'Remove the reason, or wait: it is read again by itself.',
  };
}
