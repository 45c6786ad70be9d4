import type { UndatedFinding } from '../../judgement/judge.js';
import type { GreenWatch } from './green-watch.js';

/** Name that the reason has; it is no check of its own: it judges the other ones. */
export const soakCheck = 'sustained-green';

/** Pure: the one reason for which a migration of which all passes is not safe yet. */
export function soakFinding(greenMs: number, soakMs: number, brokenBy: GreenWatch['brokenBy']): UndatedFinding {
  const again =
    brokenBy === null ? '' : `. It began anew at ${brokenBy.at.slice(11, 19)} UTC, because of: ${brokenBy.what}`;
  return {
    ...{ id: `${soakCheck}/all`, check: soakCheck, section: 'readiness', subject: 'all' },
    ...{ outcome: 'unknown', blocks: true, severity: 'INFO' },
    message: `Green for ${ofText(greenMs, soakMs)}: all that blocks has passed for so long, without a break${again}`,
    action:
      'Nothing to do but wait. One good sample proves little, so the answer is safe once it has lasted (readiness.soakMinutes).',
    ...{ evidence: '', tables: [], tableCount: 0 },
  };
}

/** `3 of 15 min`; in seconds where it is short. */
function ofText(greenMs: number, soakMs: number): string {
  const [unitMs, unit] = soakMs < 180_000 ? [1000, 's'] : [60_000, 'min'];
  return `${Math.floor(greenMs / unitMs)} of ${Math.ceil(soakMs / unitMs)} ${unit}`;
}
