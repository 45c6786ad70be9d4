import type { SuggestedFor } from '@cutover/databases/suggested-statements';
import type { SnapshotDialect } from './snapshot/snapshot-dialect.js';

/** Everything that differs by engine in proving. One implementation for each family of engines: dialects/registry.ts. */
export interface ProofDialect {
  /** What the failure of a statement means for the table that it reads. */
  failureOf(cause: unknown): TableFailure;
  advice: ProofAdvice;
  snapshots: SnapshotDialect;
}

/**
 * `changed`: the table was altered or dropped while it was read. `other`: none of these; the reason then quotes the
 * server.
 */
export type TableFailure = 'right-missing' | 'locked' | 'changed' | 'damaged' | 'other';

/** What people can do on a server of this engine. Each text ends a sentence of a reason. */
export interface ProofAdvice {
  /** The statement that lets an account read a table. */
  grantRead(table: { database: string; table: string }, account: SuggestedFor): string;
  unlock: string;
  repair: string;
  startReplication: string;
  /** Names what the source lacks to say where it stands, and how to turn it on. */
  sourceHasNoPosition: string;
}
