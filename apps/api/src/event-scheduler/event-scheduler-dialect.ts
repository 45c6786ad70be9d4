import type { EventScheduler } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** What a target tells, without the moment at which it told it. */
export type ToldScheduler = Omit<EventScheduler, 'measuredAt'>;

/** One implementation for each family: dialects/registry.ts. */
export interface EventSchedulerDialect {
  /** Rejects where nothing at all can be read; events that only lack a right are null, with the GRANT. */
  read(target: ServerConnection, bounds: StatementBounds): Promise<ToldScheduler>;
}
