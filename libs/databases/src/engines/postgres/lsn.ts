/** `16/B374D848` */
const form = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** A position in the write-ahead log as a number of bytes: only differences of it mean anything. Throws for text that is none. */
export function readLsn(text: string): bigint {
  const [, high, low] = form.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new Error(`"${text}" is no position of the write-ahead log`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** The same the other way: `16/B374D848`. */
export function formatLsn(lsn: bigint): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffffffffn).toString(16)}`.toUpperCase();
}

/** Each page of the log begins with a header of 24 bytes, the first one of a file with 40. */
const headers: readonly bigint[] = [24n, 40n];

/**
 * Where the log before a position ends. The place for the next record may lie behind the header of a page that is not begun
 * yet: nothing is ever written, flushed or sent in between, so that a server at rest never comes to the place itself.
 * @param pageBytes `wal_block_size`
 */
export function logEndBefore(lsn: bigint, pageBytes = 8192n): bigint {
  const inPage = lsn % pageBytes;
  return headers.includes(inPage) ? lsn - inPage : lsn;
}
