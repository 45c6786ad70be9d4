import type { Engine } from '@cutover/contracts';
import type { SequencesDialect } from '../sequences-dialect.js';
import { postgresSequences } from './postgres/sequences.js';

/** null: replication carries the counters of these servers with the rows, or parity compares them. */
export const sequencesDialects: Readonly<Record<Engine, SequencesDialect | null>> = {
  mariadb: null,
  mysql: null,
  postgres: postgresSequences,
};
