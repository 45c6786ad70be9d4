import { defaultSizing, type ChunkSizing } from '../../checksum/comparison/chunks/chunk-size.js';
import { LoadBudget } from '../../checksum/load/load-budget.js';
import type { RunTerms, SideTerms } from '../../checksum/runs/run-hooks.js';

/**
 * A quarter of a second a chunk: searching one that differs then takes little time beside the whole pass, and small
 * chunks cost nothing here.
 */
const usualSizing: ChunkSizing = { ...defaultSizing, targetMs: 250, largest: 150_000 };

/** With --max-load: short chunks, because many short waits disturb an application less than a few long ones. */
const gentleSizing: ChunkSizing = { ...usualSizing, targetMs: 50, first: 5_000, smallest: 500 };

/** So much reading time that was not used may be used later. Milliseconds of passed time. */
const mostIdleMs = 2_000;

/**
 * A server that is restarted during the verification is waited for. One that stays away is not: what was proved is
 * reported, and every table that is left is unverified.
 */
const sides: SideTerms = { longestWaitMs: 2 * 60_000, endWithout: null };

/** What `--max-load` allows. `loadShare`: above 0 and up to 1; null: no limit. */
export function verifyTerms(loadShare: number | null, nowMs: () => number): RunTerms {
  if (loadShare === null) return { sides, budget: null, sizing: usualSizing };
  const reason = `--max-load ${Number((loadShare * 100).toPrecision(3))} %`;
  const terms = { share: loadShare, mostSavedMs: mostIdleMs * loadShare, savedMs: 0, reason };
  return { sides, budget: new LoadBudget(terms, nowMs), sizing: gentleSizing };
}
