import type { StatementParts } from './statement-parts.js';
import { version17 } from './version-17.js';

/** PostgreSQL 18: origins have a limit of their own. */
export const version18: StatementParts = { ...version17, originLimit: 'max_active_replication_origins' };
