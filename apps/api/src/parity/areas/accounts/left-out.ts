import type { ParityLeftOut, Role } from '@cutover/contracts';
import type { SideAccounts } from './account.js';

/** What is known of the pair beside its accounts. */
export interface PairAccounts {
  /** Keys of the accounts that Cutover itself uses, on either side. */
  own: readonly string[];
  /** Users with which the target replicates. */
  replication: readonly string[];
  /** Keys of accounts as which objects in watched databases run. */
  definers: readonly string[];
}

/** Pure: the same as people read it, by name. */
export function leftOutByName(
  reasons: ReadonlyMap<string, string>,
  { source, target }: Record<Role, SideAccounts>,
): ParityLeftOut[] {
  const named = [...reasons].map(([key, why]) => ({
    object: (source.accounts.get(key) ?? target.accounts.get(key))?.text ?? key,
    why,
  }));
  return named.sort((a, b) => (a.object < b.object ? -1 : 1));
}
