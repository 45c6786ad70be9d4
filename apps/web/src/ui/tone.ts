/** The colours of state. Each comes with a shape and a word, so that nobody needs to see colour to read it. */
export type Tone = 'good' | 'warning' | 'critical' | 'unknown' | 'neutral';

/** A state as it is shown: its word and its tone. */
export interface Look {
  word: string;
  tone: Tone;
}

/** Worst first: the order in which states are listed and sorted. */
export const toneRank: Record<Tone, number> = { critical: 0, unknown: 1, warning: 2, neutral: 3, good: 4 };
