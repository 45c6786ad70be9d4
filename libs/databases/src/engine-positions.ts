import type { Engine } from '@cutover/contracts';
import { mariadbPositions } from './engines/mariadb/mariadb-gtid.js';
import { mysqlPositions } from './engines/mysql/mysql-gtid-set.js';
import type { PositionMath } from './position.js';

/** The arithmetic of each engine. */
export const positionMath: Record<Engine, PositionMath> = { mariadb: mariadbPositions, mysql: mysqlPositions };
