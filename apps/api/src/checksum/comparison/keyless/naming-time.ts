/** Naming the rows of a table without a key has taken all of its time. */
export class NamingOverTime extends Error {
  constructor(limitMs: number) {
    super(
      `each few rows take a scan of the whole table, and ${Math.round(limitMs / 60_000)} min of that are enough; add a primary key, or repair those that are named`,
    );
  }
}
