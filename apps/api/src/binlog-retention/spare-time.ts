import { lagFigure, type BinlogRetention, type ReplicaLag, type WorstLag } from '@cutover/contracts';

/** How far behind the target was at worst: in the last day, or now, where positions prove more. null: unknown. */
export function worstSeconds(worst: WorstLag, lag: ReplicaLag | null): number | null {
  const now = lagFigure(lag).seconds;
  if (worst.seconds === null) return now;
  return now === null ? worst.seconds : Math.max(worst.seconds, now);
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
