import type { Engine } from '@cutover/contracts';
import type { NotReplicatedDialect } from '../not-replicated-dialect.js';
import { postgresNotReplicated } from './postgres/not-replicated.js';

/** null: replication carries everything that the binary log has, definitions too; parity compares the rest. */
export const notReplicatedDialects: Readonly<Record<Engine, NotReplicatedDialect | null>> = {
  mariadb: null,
  mysql: null,
  postgres: postgresNotReplicated,
};
