import type { ParityArea } from '@cutover/contracts';
import type { KnownParity } from './known-parity.js';

/** What of the list of the tables' dialect (`notLookedAt`) an area compares, in the very words of that list. */
const lookedAtBy: Readonly<Record<ParityArea, readonly string[]>> = {
  schema: [
    ...['secondary indexes', 'foreign keys', 'CHECK constraints', 'expressions of generated columns', 'triggers'],
    ...['definitions of views', 'routines and events'],
    // Of PostgreSQL.
    ...['triggers and rules', 'views and functions'],
  ],
  accounts: ['accounts and grants', 'roles and grants'],
  variables: ['server settings'],
};

/** Pure: the entries that no area has compared. What an area could not read of its own it tells itself. */
export function stillNotLookedAt(notLookedAt: readonly string[], parity: KnownParity | undefined): string[] {
  const compared = Object.values(parity ?? {}).flatMap(({ state }) => lookedAtBy[state.area]);
  return notLookedAt.filter((entry) => !compared.includes(entry));
}
