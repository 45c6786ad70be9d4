import type { HoldUp, SideSessions } from '@cutover/contracts';
import { lastingSeconds } from './sessions-dialect.js';

/** When each prepared transaction of one side was first seen, in monotonic milliseconds, by its name. */
export type PreparedSince = ReadonlyMap<string, number>;

/**
 * Pure: with prepared transactions that last, and for how long they were seen where the server does not tell their age. An
 * application that commits in two phases has some at every moment, each for an instant.
 */
export function lastingPrepared(
  side: SideSessions,
  before: PreparedSince,
  nowMs: number,
): { side: SideSessions; since: PreparedSince } {
  const isPrepared = ({ kind, forSeconds }: HoldUp): boolean => kind === 'prepared' && forSeconds === null;
  const since = new Map(side.holdUps.filter(isPrepared).map(({ name }) => [name, before.get(name) ?? nowMs]));
  const holdUps = side.holdUps.flatMap((each) => {
    if (!isPrepared(each)) return [each];
    const forSeconds = Math.floor((nowMs - (since.get(each.name) ?? nowMs)) / 1000);
    return forSeconds < lastingSeconds ? [] : [{ ...each, forSeconds }];
  });
  return { side: { ...side, holdUps }, since };
}
