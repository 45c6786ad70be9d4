import type { LogicalReplicationDialect } from '../../../logical-replication/logical-replication-dialect.js';
import { readSlowly, readSourceSlots } from './read-source.js';
import { readTargetLimits } from './read-target.js';

/** PostgreSQL: catalogs and statistics of both servers. */
export const postgresLogicalReplication: LogicalReplicationDialect = {
  async read({ source, target }, slow, bounds) {
    const [told, limits, slowly] = await Promise.all([
      readSourceSlots(source, bounds),
      readTargetLimits(target, bounds),
      slow ?? readSlowly(source, bounds),
    ]);
    return { source: told, target: limits, slow: slowly };
  },
};
