import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';

/** Variables that say whether the target refuses writes, and whether those that it takes are seen. */
export const guardNames: readonly string[] = ['read_only', 'log_bin', 'gtid_mode'];

/** Pure: whether ordinary accounts may write to the target and nothing shows it. `unseen-writes` says so meanwhile. */
export function unguardedFact(variables: ReadonlyMap<string, string>): Facts {
  const [readOnly, log, mode] = guardNames.map((name) => variables.get(name)?.toUpperCase());
  if (readOnly === undefined || log === undefined) return {};
  const isUnseen = log === 'OFF' || mode?.startsWith('OFF') === true;
  return { unguarded: readOnly === 'OFF' && isUnseen ? 'yes' : 'no' };
}

/** Pure: the target refuses writes from now on, or shows them; what was written before is not known. null: nothing of that. */
export function guardedSince({ before, after }: LookPair): Happening | null {
  if (before['unguarded'] !== 'yes' || after['unguarded'] !== 'no') return null;
  return {
    reason:
      'until now accounts with a right to write could write to the target, and no such write would have been seen ' +
      '(read_only = OFF, and no binary log with GTIDs)',
    voids: 'equality',
  };
}
