import type { Engine } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';
import { isMysqlFamilyStopped } from './mysql-family.js';
import { isPostgresStopped } from './postgres.js';

/** True when nothing on the target can bring it further. Rejects as `query` does. */
export type IsReplicationStopped = (target: ServerConnection, bounds: StatementBounds) => Promise<boolean>;

/** A further engine is a type error here until it can be asked. */
export const replicationStopped: Readonly<Record<Engine, IsReplicationStopped>> = {
  mariadb: isMysqlFamilyStopped,
  mysql: isMysqlFamilyStopped,
  postgres: isPostgresStopped,
};
