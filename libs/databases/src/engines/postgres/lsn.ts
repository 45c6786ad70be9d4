/** `16/B374D848` */
const form = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** A position in the write-ahead log as a number of bytes: only differences of it mean anything. Throws for text that is none. */
export function readLsn(text: string): bigint {
  const [, high, low] = form.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new Error(`"${text}" is no position of the write-ahead log`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
