import type { UndatedFinding } from '../../judgement/judge.js';
import type { GreenWatch } from './green-watch.js';

/** Name that the reason has; it is no check of its own: it judges the other ones. */
export const soakCheck = 'sustained-green';

/**
 * Pure: the one reason for which a migration of which all passes is not safe yet. It holds no figure that grows: whoever shows it counts
 * from `since`, so that no two places say two numbers. `since`: UTC ISO text.
 */
export function soakFinding(since: string, soakMs: number, brokenBy: GreenWatch['brokenBy']): UndatedFinding {
  const again = brokenBy === null ? '' : `. It began anew because of: ${brokenBy.what}`;
  return {
    ...{ id: `${soakCheck}/all`, check: soakCheck, section: 'readiness', subject: 'all' },
    ...{ outcome: 'unknown', blocks: true, severity: 'INFO' },
    message: `Green since ${since.slice(11, 19)} UTC: all that blocks must pass for ${timeText(soakMs)} without a break${again}`,
    action:
      'Nothing to do but wait. One good sample proves little, so the answer is safe once it has lasted (readiness.soakMinutes).',
    ...{ evidence: '', tables: [], tableCount: 0 },
  };
}

function timeText(soakMs: number): string {
  return soakMs < 180_000 ? `${Math.ceil(soakMs / 1000)} s` : `${Math.ceil(soakMs / 60_000)} min`;
}
