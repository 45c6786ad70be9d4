import type { Difference } from '../oracle/difference.js';
import { onSide, rowsOf, writeOnTarget } from '../stage/session.js';
import type { Stage } from '../stage/stage.js';
import type { Action } from './action.js';

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
export async function mend({ oracle, lab }: Stage, difference: Difference): Promise<boolean> {
  const name = oracle.truth.names.nameOf(difference.table);
  const where = `WHERE id = ${difference.key}`;
  const [row] = await onSide(lab, 'source', (source) => rowsOf(source, `SELECT payload, amount FROM ${name} ${where}`));
  const insert =
    row &&
    `INSERT INTO ${name} (id, payload, amount) VALUES (${difference.key}, '${row['payload']}', ${row['amount']})`;
  difference.ending(Date.now());
  try {
    await writeOnTarget(
      lab,
      `BEGIN NOT ATOMIC START TRANSACTION; DELETE FROM ${name} ${where}; ${insert ? `${insert};` : ''} COMMIT; END`,
    );
  } catch {
    difference.stillStands();
    return false;
  }
  difference.ended(Date.now());
  return true;
}
