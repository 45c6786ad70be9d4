import type { ChecksumResult } from '@cutover/contracts';
import type { Evidence } from '../../evidence/evidence.js';
import { watchedTables } from './table-index.js';

/** Watched tables that were proved equal. */
export interface Proofs {
  young: ChecksumResult[];
  /** Too old to prove anything of today. */
  old: ChecksumResult[];
}

/** Asked for by a check and by what the answer rests on, of the same evidence: thousands of tables are looked at once. */
const lastProofs = new WeakMap<Evidence, { nowMs: number; proofs: Proofs }>();

/** A proof is as old as its beginning: see the README of checksum/. `nowMs` is wall time. */
export function proofsOf(evidence: Evidence, nowMs: number): Proofs {
  const last = lastProofs.get(evidence);
  if (last?.nowMs === nowMs) return last.proofs;
  const proofs = findProofs(evidence, nowMs);
  lastProofs.set(evidence, { nowMs, proofs });
  return proofs;
}

function findProofs(evidence: Evidence, nowMs: number): Proofs {
  const { checksums, consistency } = evidence;
  const watched = watchedTables(evidence);
  // A table whose counts were found different since is proved no longer.
  const counted = new Set(consistency.filter(({ verdict }) => verdict === 'diverged').map(({ table }) => table));
  const equal = checksums.results.filter(
    ({ table, verdict }) => verdict === 'matched' && watched?.has(table) === true && !counted.has(table),
  );
  // ISO texts of one length compare as instants; reading the date of each of thousands of tables takes long.
  const oldest = new Date(nowMs - checksums.proofMaxAgeMs).toISOString();
  const now = new Date(nowMs).toISOString();
  // Of one that began in the future nobody knows how old it is: the clock is, or was, wrong.
  const isOld = ({ startedAt }: ChecksumResult): boolean => startedAt < oldest || startedAt > now;
  return { young: equal.filter((proof) => !isOld(proof)), old: equal.filter(isOld) };
}

/** Watched tables without a proof that began after that moment; null: the list of tables is not known. */
export function unprovedSince(since: string, evidence: Evidence, nowMs: number): string[] | null {
  const watched = watchedTables(evidence);
  if (watched === null) return null;
  // ISO texts of one length compare as instants.
  const proved = new Set(
    proofsOf(evidence, nowMs).young.flatMap(({ table, startedAt }) => (startedAt >= since ? [table] : [])),
  );
  return [...watched].filter((table) => !proved.has(table));
}
