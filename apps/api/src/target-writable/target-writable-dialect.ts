import type { TargetWritable } from '@cutover/contracts';
import type { RightsNeeds, ServerConnection, StatementBounds } from '@cutover/databases';

/** What a target tells, without the moment at which it told it. */
export type ToldWritable = Omit<TargetWritable, 'measuredAt'>;

/** What is watched on the target. */
export type WatchedScope = Pick<RightsNeeds, 'databases' | 'tables'>;

/** Who may write to a server is told in another way by each engine. One implementation for each family: registry.ts. */
export interface TargetWritableDialect {
  /** Reads the target alone. Rejects where nothing at all can be read; what only lacks a right is null, with the reason. */
  read(target: ServerConnection, watched: WatchedScope, bounds: StatementBounds): Promise<ToldWritable>;
}
