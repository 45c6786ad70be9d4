import type { ParityDifference, Role } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { accountsArea } from '../../src/parity/areas/accounts/accounts-area.js';
import { comparedBy } from './compared-area.js';
import { runUnlogged } from './run-on.js';

type Sides = Parameters<typeof comparedBy>[2];

/** Accounts of a pair: what makes them differ, and what is said of it. `lab` is asked for when it is needed first. */
export function comparedAccounts(lab: () => Lab) {
  const compare = (sides?: Sides) => comparedBy(accountsArea, lab(), sides);
  const on = (role: Role, ...statements: string[]): Promise<void> => runUnlogged(lab(), role, ...statements);
  return {
    ...{ compare, on },
    differences: async (): Promise<ParityDifference[]> => (await compare()).differences,
    both: async (...statements: string[]): Promise<void> => {
      for (const role of ['source', 'target'] as const) await on(role, ...statements);
    },
  };
}

/** What a test compares of differences. */
export const said = (all: readonly ParityDifference[]) =>
  all.map(({ object, part, source, target, blocks }) => ({ object, part, source, target, blocks }));
