import type { OverallVerdict } from '@cutover/contracts';

export type Answer = OverallVerdict['answer'];

/** An answer, and since when it is given without a break. */
export interface StandingAnswer {
  answer: Answer;
  /** Monotonic ms: a jump of the wall clock must neither tell nor delay. */
  sinceMs: number;
}

/** The answer after another judgement. */
export function heard(standing: StandingAnswer | null, answer: Answer, monotonicMs: number): StandingAnswer {
  return standing?.answer === answer ? standing : { answer, sinceMs: monotonicMs };
}

/** The answer once it has lasted for the hold time of alerts; null before: an answer that flaps knocks on no door. */
export function settled(standing: StandingAnswer | null, holdMs: number, monotonicMs: number): Answer | null {
  return standing !== null && monotonicMs - standing.sinceMs >= holdMs ? standing.answer : null;
}
