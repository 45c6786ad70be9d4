import type { Engine } from '@cutover/contracts';
import { isMysqlFamilyStopped } from './mysql-family.js';
import type { IsReplicationStopped } from '../replication-dialect.js';
import { isPostgresStopped } from './postgres.js';

/** A further engine is a type error here until it can be asked. */
export const replicationStopped: Readonly<Record<Engine, IsReplicationStopped>> = {
  mariadb: isMysqlFamilyStopped,
  mysql: isMysqlFamilyStopped,
  postgres: isPostgresStopped,
};
