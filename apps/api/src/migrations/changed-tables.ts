/** Names of the tables of one migration of which there is news. */
export interface ChangedTables {
  checksums: ReadonlySet<string>;
  consistency: ReadonlySet<string>;
  /** No longer watched. */
  removed: ReadonlySet<string>;
}
