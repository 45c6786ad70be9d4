import { valueOf } from '../../lookup.js';
import type { LagDialect } from '../../lag-dialect.js';
import { composeLag } from './compose-lag.js';
import { readSource, readSubscriptions } from './read-facts.js';

/** PostgreSQL: subscriptions of the target, and their slots on the source. */
export const postgresLag: LagDialect = {
  async measure({ source, target }, cycle) {
    const { bounds, history, memory, thresholdSeconds } = cycle;
    const subscriptions = await readSubscriptions(target, bounds);
    const told = await readSource(source, valueOf(subscriptions) ?? [], bounds);
    const nowMs = cycle.monotonicMs();
    const composed = composeLag({
      ...{ subscriptions, source: told, history, memory, thresholdSeconds, nowMs },
      measuredAt: cycle.nowIso(),
    });
    return { ...composed, atMs: nowMs };
  },
};
