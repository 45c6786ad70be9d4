import type * as engine from '../../lab-break.js';
import type { PostgresTypes } from '../postgres-types.js';

/** Something that goes wrong on request with a pair of PostgreSQL servers. */
export type LabBreak = engine.LabBreak<PostgresTypes>;

/** What such a break may do with the lab. */
export type BreakableLab = engine.BreakableLab<PostgresTypes>;
