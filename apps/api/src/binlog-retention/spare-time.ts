import { lagFigure, type BinlogRetention, type ReplicaLag, type WorstLag } from '@cutover/contracts';

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

/** `10 days`, `6 h`, `5 min`, `40 s`: the largest unit that leaves at least two, one digit after the point where it matters. */
export function inWords(seconds: number): string {
  const units = [
    [86_400, 'days'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const;
  for (const [size, unit] of units) if (seconds >= 2 * size) return `${Number((seconds / size).toFixed(1))} ${unit}`;
  return `${Math.round(seconds)} s`;
}

/** How long binary logs are kept, in words; null: unknown. */
export function keptText({ keptSeconds, isForever, limitBytes }: BinlogRetention): string | null {
  const kept = isForever ? 'for ever' : keptSeconds === null ? null : inWords(keptSeconds);
  if (kept === null || limitBytes === null) return kept;
  return `${kept}, at most ${Number((limitBytes / 2 ** 30).toFixed(1))} GiB`;
}
