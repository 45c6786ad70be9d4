import { Turns } from '@cutover/databases';
import type { Measuring } from '../evidence/evidence-source.js';

/** One round of what is measured; the signal ends it. */
export type Round = (signal: AbortSignal) => Promise<void>;

/** What is measured of one of several databases, and how often. */
export interface PartRound extends Pick<Measuring, 'needs'> {
  name: string;
  /** null: not by interval. */
  intervalMs: number | null;
  round: Round;
}

/**
 * So many rounds at a time on all databases of one migration, of a database two: thousands of statements at once would each wait for
 * longer than it may take. The cycle of the lag, what is read every ten seconds, and what is read rarely have turns of their own. What
 * waits for long is too old then, and says so.
 */
const turnsOfGroup = { cycle: 8, light: 6, slow: 2 };
const turnsOfPart = 2;
const lightEveryMs = 10_000;
/** What is read rarely of each of more databases than this is read as much more rarely, so that the server has no more to do. */
const manyParts = 10;
/** But never so rarely that it is too old before the next round (MeasuringService). */
const longestSlowMs = 150_000;
/** First rounds of many databases begin one after the other, so that the machine does not get all of them at once. */
const startEveryMs = 200;

/** Whose turn it is to be read, of several databases of one migration. */
export class TurnsOfParts {
  /** By what shares them. */
  private readonly turns = new Map<string, Turns>();

  constructor(private readonly cycleMs: number) {}

  /** The same round, which waits for its turn: comparisons one after the other, all else a few at a time. */
  takingTurns(migration: string, group: string, { name, needs, intervalMs, round }: PartRound): Round {
    if (needs === 'comparable') return (signal) => this.inTurn(`${group}/${name}`, 1, signal, round);
    const pace = this.paceOf(intervalMs ?? Infinity);
    const ofGroup: Round = (signal) => this.inTurn(`${group}/${pace}`, turnsOfGroup[pace], signal, round);
    return (signal) => this.inTurn(`${migration}/${pace}`, turnsOfPart, signal, ofGroup);
  }

  private paceOf(intervalMs: number): keyof typeof turnsOfGroup {
    if (intervalMs <= this.cycleMs) return 'cycle';
    return intervalMs <= lightEveryMs ? 'light' : 'slow';
  }

  private async inTurn(whose: string, atOnce: number, signal: AbortSignal, round: Round): Promise<void> {
    const turns = this.turns.get(whose) ?? new Turns(atOnce);
    this.turns.set(whose, turns);
    const endTurn = await turns.take();
    // A round that is left behind because it never ends must not keep the others from theirs.
    signal.addEventListener('abort', endTurn, { once: true });
    try {
      if (!signal.aborted) await round(signal);
    } finally {
      signal.removeEventListener('abort', endTurn);
      endTurn();
    }
  }
}

/** Pure: how often one of so many databases is measured, in ms; null: not by interval. */
export function intervalOfPart(
  { isAsConfigured }: Pick<Measuring, 'isAsConfigured'>,
  intervalMs: number | null,
  parts: number,
): number | null {
  if (intervalMs === null || isAsConfigured === true || intervalMs <= lightEveryMs || intervalMs >= longestSlowMs)
    return intervalMs;
  return Math.min(intervalMs * Math.max(1, parts / manyParts), longestSlowMs);
}

/** Pure: over how long first rounds are spread, in ms. `parts`: databases of the migration. */
export function startSpreadMs(intervalMs: number, parts: number): number {
  return Math.max(Math.min(1_000, intervalMs / 2), (parts - 1) * startEveryMs);
}
