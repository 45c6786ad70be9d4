import type { LoadDialect } from '../../load/load-dialect.js';

/**
 * How many sessions of clients work right now, ours among them. NULL: the account may not see what the sessions of others do
 * (pg_monitor), so that nothing is known.
 */
const pressureStatement = `
  SELECT CASE WHEN bool_and(state IS NOT NULL) THEN count(*) FILTER (WHERE state = 'active') END AS active
  FROM pg_stat_activity WHERE backend_type = 'client backend' OR backend_type IS NULL AND datid IS NOT NULL`;

/** How busy a PostgreSQL server is. How far the target is behind, it does not say itself: its lag stands on the source. */
export const postgresLoad: LoadDialect = {
  readPressure: async (server, bounds) => {
    const [row] = await server.query<{ active: string | null }>(pressureStatement, [], bounds);
    if (row?.active == null) return {};
    return { maxThreadsRunning: { name: 'active sessions', value: Number(row.active) } };
  },
  readLagSeconds: () => Promise.resolve(null),
};
