import type { ServerConnection, StatementBounds } from '@cutover/databases';

/** True when nothing on the target can bring it further. Rejects as `query` does. */
export type IsReplicationStopped = (target: ServerConnection, bounds: StatementBounds) => Promise<boolean>;
