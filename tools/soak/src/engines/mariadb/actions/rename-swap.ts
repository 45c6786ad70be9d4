import { setTimeout as pause } from 'node:timers/promises';
import { writeOnSource } from '../session.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';

const [left, right] = ['swap_left', 'swap_right'];
const moves = [
  { from: left, to: right },
  { from: right, to: left },
];

/**
 * Two tables take each other's name in one statement, as tools for online changes of tables do it. Often several times in
 * a row: a comparison is over soon, and renaming is not hidden from a snapshot that was opened before.
 */
export const renameSwap: Action<MariadbStage> = {
  name: 'rename-swap',
  weight: 3,
  async run(stage) {
    const times = stage.random.between(1, 10);
    for (let time = 0; time < times; time += 1) {
      await swap(stage);
      await pause(stage.random.int(300));
    }
    return `${left} and ${right}, ${times} times`;
  },
};

async function swap({ oracle, confirmations, lab }: MariadbStage): Promise<void> {
  const renaming = oracle.truth.names.rename(moves, Date.now());
  try {
    await writeOnSource(lab, `RENAME TABLE ${left} TO swap_between, ${right} TO ${left}, swap_between TO ${right}`);
  } catch (error) {
    renaming.failed();
    throw error;
  }
  renaming.done(Date.now());
  await confirmations.whenApplied([left, right], () => undefined);
}
