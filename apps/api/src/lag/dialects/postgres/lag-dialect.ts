import { NotBuilt } from '../../../failures/not-built.js';
import { valueOf } from '../../lookup.js';
import type { LagDialect } from '../../lag-dialect.js';
import { composeLag } from './compose-lag.js';
import { postgresLogicalReplication } from './logical-replication/logical-replication-dialect.js';
import { readCoverage } from './read-coverage.js';
import { readSource, readSubscriptions } from './read-facts.js';
import { adviceOf } from './wal-level.js';

/** PostgreSQL: subscriptions of the target, and their slots on the source. */
export const postgresLag: LagDialect = {
  heartbeat: new NotBuilt('A heartbeat is not built for PostgreSQL yet'),
  logicalReplication: postgresLogicalReplication,

  async sourceObstacle(query, isRds) {
    const [row] = await query<{ level: string }>("SELECT pg_catalog.current_setting('wal_level') AS level");
    return row === undefined ? null : adviceOf(row.level, isRds);
  },

  async measure({ source, target }, cycle) {
    const { bounds, history, memory, thresholdSeconds } = cycle;
    const subscriptions = await readSubscriptions(target, bounds);
    const all = valueOf(subscriptions) ?? [];
    const told = await readSource(source, all, bounds);
    const coverages = await readCoverage({ source, target }, all, memory, { iso: cycle.nowIso(), bounds });
    const nowMs = cycle.monotonicMs();
    const composed = composeLag({
      ...{ subscriptions, source: told, coverages, history, memory, thresholdSeconds, nowMs },
      measuredAt: cycle.nowIso(),
    });
    return { ...composed, atMs: nowMs };
  },
};
