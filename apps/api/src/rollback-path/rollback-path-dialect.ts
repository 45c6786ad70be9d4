import type { RollbackPath } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** What a target tells, without the moment at which it told it, and without the source. */
export type ToldRollback = Omit<RollbackPath, 'measuredAt' | 'serverIds'>;

/** One implementation for each family: dialects/registry.ts. */
export interface RollbackPathDialect {
  /** Reads the target alone. Rejects where nothing at all can be read; accounts that only lack a right are null, with the GRANT. */
  read(target: ServerConnection, bounds: StatementBounds): Promise<ToldRollback>;
}
