import { lagFigure, type BinlogRetention, type ReplicaLag, type WorstLag } from '@cutover/contracts';
import { inWords } from '../checks/texts/in-words.js';

/** How far behind the target was at worst in the last day, or is now where positions prove more. null: unknown. */
export interface WorstBehind {
  seconds: number | null;
  isLowerBound: boolean;
  isNow: boolean;
}

/** Of the last day, and of this moment. */
export function worstBehind(worst: WorstLag, lag: ReplicaLag | null): WorstBehind {
  const now = lagFigure(lag);
  const isNow = now.seconds !== null && (worst.seconds === null || now.seconds > worst.seconds);
  const { seconds, isLowerBound } = isNow ? now : worst;
  return { seconds, isLowerBound, isNow };
}

/** `was behind by 36 h in the last day`, `is behind by 8 days now`. */
export function behindText({ isNow, isLowerBound }: WorstBehind, seconds: number): string {
  const by = `behind by ${isLowerBound ? 'at least ' : ''}${inWords(seconds)}`;
  return isNow ? `is ${by} now` : `was ${by} in the last day`;
}

/** How long binary logs are kept, in words; null: unknown. */
export function keptText({ keptSeconds, isForever, limitBytes }: BinlogRetention): string | null {
  const kept = isForever ? 'for ever' : keptSeconds === null ? null : inWords(keptSeconds);
  if (kept === null || limitBytes === null) return kept;
  return `${kept}, at most ${Number((limitBytes / 2 ** 30).toFixed(1))} GiB`;
}
