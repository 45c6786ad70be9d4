import type { Alert } from '@cutover/contracts';
import type { Fault } from './fault.js';
import { nameOf } from './judge-comparison.js';
import { limits } from './limits.js';
import type { Oracle } from './oracle.js';

const typesOfRows = new Set(['checksum_diverged', 'consistency_diverged']);

/**
 * An alert that a table differs. When it became active the table must have differed within the time in which that could be
 * found out; when it is resolved the difference must not have been there ever since it became active.
 */
export function judgeAlert(oracle: Oracle, who: string, alert: Alert, askedMs: number): Fault[] {
  if (!typesOfRows.has(alert.type) || !alert.subject.includes('.')) return [];
  return [...judgeActive(oracle, who, alert, askedMs), ...judgeResolved(oracle, who, alert)];
}

function judgeActive({ truth, quiet }: Oracle, who: string, alert: Alert, askedMs: number): Fault[] {
  const activeMs = Date.parse(alert.activeAt);
  const sinceMs = (quiet.reachBack(activeMs, limits.knownWithinMs) ?? -Infinity) - limits.clockMs;
  const name = nameOf(alert.subject);
  if (truth.mayDiffer(name, sinceMs, activeMs).length > 0) return [];
  const said = truth.describe(name, sinceMs, activeMs);
  return [{ kind: 'false alarm', atMs: askedMs, sinceMs, who, claim: alert.message, truth: said, answer: alert }];
}

/** Counts can agree while rows differ, so only the comparison of rows resolves wrongly. */
function judgeResolved({ truth }: Oracle, who: string, alert: Alert): Fault[] {
  if (alert.type !== 'checksum_diverged' || alert.resolvedAt === null) return [];
  const sinceMs = Date.parse(alert.activeAt);
  const atMs = Date.parse(alert.resolvedAt);
  const found = truth.differsThroughout(nameOf(alert.subject), sinceMs, atMs);
  if (found === null) return [];
  const claim = `resolved: ${alert.message}`;
  return [{ kind: 'false green', atMs, sinceMs, who, claim, truth: found.describe(), answer: alert }];
}
