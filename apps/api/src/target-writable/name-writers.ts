import { namedWriters, type TargetWriter, type TargetWriters } from '@cutover/contracts';

/** Pure: what is told of accounts, which may be thousands. */
export function nameWriters(writers: readonly TargetWriter[]): TargetWriters {
  const sorted = [...writers].sort((a, b) => (a.account < b.account ? -1 : 1));
  return { total: writers.length, named: sorted.slice(0, namedWriters) };
}
