import type { Difference } from '../oracle/difference.js';
import type { Action, Stage } from '../stage/stage.js';

/** A planted row is put back as it is on the source. */
export const mendRow: Action = {
  name: 'mend-row',
  weight: 5,
  async run(stage) {
    const differing = mendable(stage);
    if (differing.length === 0) return null;
    const difference = stage.random.pick(differing);
    return (await mend(stage, difference)) ? difference.describe() : null;
  },
};

/** The rows that differ, and that nothing keeps from being mended now. */
export function mendable({ oracle, confirmations }: Stage): Difference[] {
  return oracle.truth.standing().filter(({ key, table }) => key !== null && confirmations.isSettled(table));
}

/** Puts the row back; false when a lock kept it from that. */
export async function mend({ oracle, pair }: Stage, difference: Difference): Promise<boolean> {
  const { key } = difference;
  if (key === null) return false;
  const name = oracle.truth.names.nameOf(difference.table);
  const asked = `SELECT payload, amount FROM ${name} WHERE id = ${key}`;
  const [row] = await pair.onSide('source', (source) => source.rows(asked));
  difference.ending(Date.now());
  try {
    await pair.replaceOnTarget(name, key, row ?? null);
  } catch {
    difference.stillStands();
    return false;
  }
  difference.ended(Date.now());
  return true;
}
