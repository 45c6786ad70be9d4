import type { Engine } from '@cutover/contracts';
import type { ScratchDialect } from '../scratch-dialect.js';
import { mariadbScratch } from './mariadb.js';
import { postgresScratch } from './postgres.js';

/** null: no server of it can be made here, so that one must be given. */
export const scratchDialects: Readonly<Record<Engine, ScratchDialect | null>> = {
  mariadb: mariadbScratch,
  mysql: null,
  postgres: postgresScratch,
};
