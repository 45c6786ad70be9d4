import { lagFigure, type ReplicaLag } from '@cutover/contracts';

/** `13 s`, `at least 40 s`; of a lag that is known, see lagFigure. */
export function lagText(lag: ReplicaLag): string {
  const { seconds, isLowerBound } = lagFigure(lag);
  return `${isLowerBound ? 'at least ' : ''}${seconds} s`;
}
