import type { DomainLag } from '@cutover/contracts';

/** Pure: the errant transactions of a domain as far as the server tells them; null without any. */
export function errantText({ errantGtids, targetGtid, sourceGtid }: DomainLag): string | null {
  if (errantGtids === null) return null;
  // MySQL tells the whole set.
  const last = sequenceOf(errantGtids);
  if (last === null) return errantGtids;
  // MariaDB tells only the last transaction of each server. What lies between the last one of the source and this one was
  // written on the target.
  const before = sequenceOf((targetGtid === errantGtids ? sourceGtid : targetGtid) ?? '') ?? 0n;
  const more = last - before - 1n;
  return more > 0n ? `${errantGtids} and up to ${more} more right before it` : `${errantGtids} (the last one)`;
}

/** Sequence number of one MariaDB GTID; null for anything else. */
function sequenceOf(text: string): bigint | null {
  const found = /^\d+-\d+-(\d+)$/.exec(text);
  return found ? BigInt(found[1]!) : null;
}
