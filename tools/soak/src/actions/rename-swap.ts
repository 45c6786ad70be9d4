import { writeOnSource } from '../stage/session.js';
import type { Action } from './action.js';

const swapped = ['swap_left', 'swap_right'] as const;

/** Two tables take each other's name in one statement, as tools for online changes of tables do it. */
export const renameSwap: Action = {
  name: 'rename-swap',
  weight: 3,
  async run({ oracle, confirmations, lab }) {
    const tables = oracle.truth.tables.filter((table) => swapped.some((each) => each === table));
    if (!tables.every((table) => confirmations.isSettled(table))) return null;
    const [left, right] = swapped;
    const moves = [
      { from: left, to: right },
      { from: right, to: left },
    ];
    const renaming = oracle.truth.names.rename(moves, Date.now());
    const statement = `RENAME TABLE ${left} TO swap_between, ${right} TO ${left}, swap_between TO ${right}`;
    try {
      await writeOnSource(lab, statement);
    } catch (error) {
      renaming.failed();
      throw error;
    }
    renaming.done(Date.now());
    await confirmations.whenApplied(tables, () => undefined);
    return `${left} and ${right}`;
  },
};
