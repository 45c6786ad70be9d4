import type * as engine from '../../lab-break.js';
import type { MysqlTypes } from '../mysql-types.js';

/** Something that goes wrong on request with a pair of MariaDB servers. */
export type LabBreak = engine.LabBreak<MysqlTypes>;

/** What such a break may do with the lab. */
export type BreakableLab = engine.BreakableLab<MysqlTypes>;
