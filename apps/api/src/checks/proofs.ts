import type { ChecksumResult } from '@cutover/contracts';
import type { Evidence } from '../evidence/evidence.js';

/** Watched tables that were proved equal. */
export interface Proofs {
  young: ChecksumResult[];
  /** Too old to prove anything of today. */
  old: ChecksumResult[];
}

/** A proof is as old as its beginning: see the README of checksum/. `nowMs` is wall time. */
export function proofsOf({ checksums, consistency, tables }: Evidence, nowMs: number): Proofs {
  const watched = new Set(tables?.tables.map(({ id }) => id));
  // A table whose counts were found different since is proved no longer.
  const counted = new Set(consistency.filter(({ verdict }) => verdict === 'diverged').map(({ table }) => table));
  const equal = checksums.results.filter(
    ({ table, verdict }) => verdict === 'matched' && watched.has(table) && !counted.has(table),
  );
  // ISO texts of one length compare as instants; reading the date of each of thousands of tables takes long.
  const oldest = new Date(nowMs - checksums.proofMaxAgeMs).toISOString();
  const isOld = ({ startedAt }: ChecksumResult): boolean => startedAt < oldest;
  return { young: equal.filter((proof) => !isOld(proof)), old: equal.filter(isOld) };
}
