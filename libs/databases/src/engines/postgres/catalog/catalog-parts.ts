/**
 * What the catalog of some version has in another way than that of another: expressions and relations that statements are
 * put together from. What a version does not have is NULL there, or a relation without rows: never an error, and never 0.
 */
export interface CatalogParts {
  /** The row filter of a row `r` of pg_publication_rel. Since 15. */
  rowFilter: string;
  /** Its list of columns, as int2[]. Since 15. */
  columnList: string;
  /** Whether a row `p` of pg_publication sends stored computed columns where no list of columns says otherwise. Since 18. */
  sendsComputed: string;
  /** Schemas that are published whole: `oid`, `pnpubid`, `pnnspid`. Since 15. */
  publishedSchemas: string;
  /** Up to where a row `s` of pg_subscription was told to skip, as pg_lsn. Since 15. */
  skippedUpTo: string;
  /** Errors by subscription: `subid`, `apply_error_count`, `sync_error_count`, and what newer versions count. Since 15. */
  subscriptionCounters: string;
  /** What slots have decoded: `slot_name`, `total_txns`, `stats_reset`. Since 14. */
  slotCounters: string;
  /** Of the log: `stats_reset`. Since 14. */
  walCounters: string;
  /** Copies under way: `relid`, `datname`, `command`, `bytes_processed`, `tuples_processed`. Since 14. */
  copyProgress: string;
  /** Since when a row `l` of pg_locks waits. Since 14. */
  waitsSince: string;
  /** By which library a row `d` of pg_database sorts, as one letter. Before 15 by that of the system alone. */
  databaseProvider: string;
  /** The version of that library when the database was made, and now. Since 15. */
  databaseCollation: { recorded: string; actual: string };
  /** Whether the body of a row `p` of pg_proc is statements that the server holds parsed. Since 14. */
  hasParsedBody: string;
  /**
   * So long after a session has told what it wrote, others may still read the counters of before, in ms. Before 15 they stand in a
   * file that is up to 500 ms old; since then in shared memory.
   */
  countersLateMs: number;
  /** How a row `a` of pg_attribute is compressed, one letter or nothing. Since 14 by column. */
  compression: string;
}
