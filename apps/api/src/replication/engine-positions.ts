import type { Engine } from '@cutover/contracts';
import { mariadbPositions } from './mariadb-gtid.js';
import { mysqlPositions } from './mysql-gtid-set.js';
import type { PositionMath } from './position-math.js';

/** The arithmetic of each engine. */
export const positionMath: Record<Engine, PositionMath> = { mariadb: mariadbPositions, mysql: mysqlPositions };
