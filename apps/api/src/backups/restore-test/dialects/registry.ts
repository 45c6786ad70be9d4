import type { Engine } from '@cutover/contracts';
import type { DigestDialect } from '../digest-dialect.js';
import { digestsOf } from './mysql-family.js';
import { postgresDigests } from './postgres.js';

/** Without a line for each engine this does not compile. */
export const digestDialects: Readonly<Record<Engine, DigestDialect>> = {
  mariadb: digestsOf('mariadb'),
  mysql: digestsOf('mysql'),
  postgres: postgresDigests,
};
