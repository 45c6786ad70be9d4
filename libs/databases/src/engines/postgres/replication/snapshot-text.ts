/** Which transactions a snapshot shows: `pg_current_snapshot()`. Numbers have 64 bits, and count top-level transactions only. */
export interface TransactionSnapshot {
  /** All below have ended. */
  xmin: bigint;
  /** None from here on had begun. */
  xmax: bigint;
  /** Those in between that were in progress. */
  running: ReadonlySet<bigint>;
}

const form = /^(\d+):(\d+):((?:\d+(?:,\d+)*)?)$/;

/** Pure: reads `xmin:xmax:xip,…`. Throws for text that is none. */
export function parseSnapshot(text: string): TransactionSnapshot {
  const [, xmin, xmax, running] = form.exec(text) ?? [];
  if (xmin === undefined || xmax === undefined) throw new Error(`"${text}" is no snapshot`);
  return { xmin: BigInt(xmin), xmax: BigInt(xmax), running: new Set((running || null)?.split(',').map(BigInt)) };
}

/** Pure: whether the snapshot shows what this transaction did, provided that it was committed. */
export function shows({ xmax, running }: TransactionSnapshot, xid: bigint): boolean {
  return xid < xmax && !running.has(xid);
}

/**
 * Pure: the 64-bit number of a transaction of which 32 bits are known. Two transactions that a server knows at the same time are
 * less than 2^31 apart, so it is the number with these bits that is nearest to `near`.
 */
export function widenXid(xid: number, near: bigint): bigint {
  return near + BigInt.asIntN(32, BigInt(xid) - near);
}
