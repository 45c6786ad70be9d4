import type { FreezeProof } from '@cutover/contracts';

/** The clock of the freeze budget as it is shown. */
export interface BudgetClock {
  /** `4:07`, or `-0:12` when it is over; null: it has not begun, or is not known. */
  left: string | null;
  isOver: boolean;
  /** What is left of it, from 1 to 0. */
  share: number;
}

/** Pure: the clock so many milliseconds after it was heard. Monotonic: the clocks of the machines play no part. */
export function budgetClock(
  { seconds, elapsedMs, isRunning }: FreezeProof['budget'],
  sinceHeardMs: number,
): BudgetClock {
  if (elapsedMs === null) return { left: null, isOver: false, share: 1 };
  const leftMs = seconds * 1000 - elapsedMs - (isRunning ? Math.max(0, sinceHeardMs) : 0);
  const isOver = leftMs <= 0;
  const whole = Math.abs(Math.ceil(leftMs / 1000));
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  return { left: isOver && whole > 0 ? `-${text}` : text, isOver, share: Math.max(0, leftMs / (seconds * 1000)) };
}
