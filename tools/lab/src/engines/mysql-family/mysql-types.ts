import type { Connection } from 'mysql2/promise';
import type { BreakName } from './breaks/break-names.js';
import type { ReplicationState } from './replication-state.js';

export interface MysqlTypes {
  readonly session: Connection;
  readonly breakName: BreakName;
  readonly replication: ReplicationState;
}
