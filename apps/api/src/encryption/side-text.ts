import type { EncryptionSide } from '@cutover/contracts';
import { durationText } from '../checks/texts/amounts-text.js';
import { isComplete, percentOf } from './progress/progress-of.js';

/** Pure: one side in a few words: `Complete`, `12 %, 3 min left`, `Stands still at 12 %`, `unknown`. */
export function sideText(side: EncryptionSide | null): string {
  if (side !== null && side.basis !== 'sql') return 'not verifiable from SQL';
  if (side?.progress == null) return 'unknown';
  const { progress } = side;
  if (isComplete(progress)) return 'Complete';
  const percent = `${percentOf(progress) ?? 0} %`;
  const { plain = 0, rotating = 0 } = progress.tablespaces;
  if (plain + rotating === 0) return `${percent}; the rest stays plain`;
  if (progress.stuck !== null) return `Stands still at ${percent}`;
  return progress.secondsLeft === null ? percent : `${percent}, ${durationText(progress.secondsLeft)} left`;
}
