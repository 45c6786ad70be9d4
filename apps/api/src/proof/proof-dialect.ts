import type { SuggestedFor } from '@cutover/databases/suggested-statements';
import type { SnapshotDialect } from './snapshot/snapshot-dialect.js';

/** Everything that differs by engine in proving. One implementation for each family of engines: dialects/registry.ts. */
export interface ProofDialect {
  /** What a statement that failed on a table says about the table. */
  failureOf(cause: unknown): TableFailure;
  advice: ProofAdvice;
  snapshots: SnapshotDialect;
}

/** `changed`: the table was altered or dropped while it was read. `other`: the server's own words must do. */
export type TableFailure = 'right-missing' | 'locked' | 'changed' | 'damaged' | 'other';

/** What to do on a server of this engine. Each is the end of a sentence. */
export interface ProofAdvice {
  /** The statement that lets an account read a table. */
  grantRead(table: { database: string; table: string }, account: SuggestedFor): string;
  unlock: string;
  repair: string;
  startReplication: string;
  /** Names what the source lacks to say where it stands, and how to turn it on. */
  sourceHasNoPosition: string;
}
