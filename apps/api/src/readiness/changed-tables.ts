import type { EvidenceName } from '../evidence/evidence.js';

/** Names of the tables of one migration of which there is news. */
export interface ChangedTables {
  /** By the evidence that changed. */
  tables: ReadonlyMap<EvidenceName, ReadonlySet<string>>;
  /** No longer watched. */
  removed: ReadonlySet<string>;
}
