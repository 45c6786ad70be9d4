import type { RunProgress } from '@cutover/contracts';
import type { Fault } from './fault.js';
import { limits } from './limits.js';
import type { Oracle } from './oracle.js';

/** A run must end, whatever it finds, within a bound of quiet time. */
export function judgeRun({ quiet }: Oracle, who: string, run: RunProgress, askedMs: number): Fault[] {
  const sinceMs = Date.parse(run.startedAt);
  const atMs = run.finishedAt === null ? askedMs : Date.parse(run.finishedAt);
  const quietMs = quiet.quietMs(sinceMs, atMs);
  if (quietMs <= limits.endsWithinMs) return [];
  const truth = `${Math.round(quietMs / 1000)} s of quiet time have gone by`;
  return [{ kind: 'unbounded', atMs, sinceMs, who, claim: `run ${run.id} is ${run.state}`, truth, answer: run }];
}
