import type { EventScheduler, ScheduledJob } from '@cutover/contracts';
import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** What a target tells, without the moment at which it told it, and without the source. */
export type ToldScheduler = Omit<EventScheduler, 'measuredAt' | 'jobs'> & {
  /** null: not visible, or its engine has none. */
  jobs: ScheduledJob[] | null;
};

/** One implementation for each family: dialects/registry.ts. */
export interface EventSchedulerDialect {
  /** Rejects where nothing at all can be read; events that only lack a right are null, with the GRANT. */
  read(target: ServerConnection, bounds: StatementBounds): Promise<ToldScheduler>;
  /**
   * Jobs of the source, which somebody makes on the target in the switch; null: not visible. Rejects as `read`. Null in its place:
   * replication brings them, disabled.
   */
  readJobs: ((source: ServerConnection, bounds: StatementBounds) => Promise<ScheduledJob[] | null>) | null;
}
