import type { ConsistencyResult } from '@cutover/contracts';

/** Earlier results when nothing can be read, not even which tables there are: what was good then is unknown now. */
export function unknownTables(earlier: readonly ConsistencyResult[], why: string, now: string): ConsistencyResult[] {
  return earlier.map(({ table }) => ({
    table,
    verdict: 'unverified',
    reason: `The tables could not be listed: ${why}`,
    ...{ differences: [], source: null, target: null, position: null },
    checkedAt: now,
    durationMs: 0,
  }));
}
