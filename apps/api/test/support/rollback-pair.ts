import type { ConnectionsService } from '../../src/connections/connections.service.js';
import type { RollbackPair } from '../../src/rollback-path/rollback-path-dialect.js';

/** What a dialect looks for the way back between: the migration `shop`. */
export function rollbackPairOf(connections: ConnectionsService): RollbackPair {
  return {
    servers: { source: connections.get('shop', 'source'), target: connections.get('shop', 'target') },
    watched: { databases: ['shop'], tables: [] },
    target: { host: '127.0.0.1', port: 3306 },
  };
}
