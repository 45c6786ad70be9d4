import type { Difference } from '../oracle/difference.js';
import { gapBehindStillId, stillId } from '../stage/soak-rows.js';
import type { SoakPair } from '../stage/pair.js';
import type { Action, Stage } from '../stage/stage.js';

/** Of differences. */
export const kinds = ['changed', 'missing', 'extra'] as const;

/** A row of the target is changed, removed or added behind the back of replication. */
export const plantRow: Action = {
  name: 'plant-row',
  weight: 6,
  async run(stage) {
    const table = freeTable(stage);
    if (table === null) return null;
    const planted = await plant(stage, table, stage.random.pick(kinds));
    return planted === null ? null : planted.describe();
  },
};

/** A table on which nothing is under way, so that its name on the target is known. */
export function freeTable({ oracle, random, confirmations }: Stage): string | null {
  const free = oracle.truth.tables.filter((table) => confirmations.isSettled(table));
  return free.length === 0 ? null : random.pick(free);
}

/** Plants a difference; null when that row differs already, or the target did not take the statement. `write`: see SoakPair. */
export async function plant(
  stage: Stage,
  table: string,
  kind: (typeof kinds)[number],
  write: SoakPair['writeOnTarget'] = (statement) => stage.pair.writeOnTarget(statement),
): Promise<Difference | null> {
  const { truth } = stage.oracle;
  const still = stillId(stage.random.int(1e9));
  const id = kind === 'extra' ? still + gapBehindStillId : still;
  if (truth.standing(table).some(({ key }) => key === String(id))) return null;
  const name = truth.names.nameOf(table);
  const statements = {
    changed: `UPDATE ${name} SET payload = CONCAT('planted ', payload) WHERE id = ${id}`,
    missing: `DELETE FROM ${name} WHERE id = ${id}`,
    extra: `INSERT INTO ${name} (id, payload, amount) VALUES (${id}, 'planted', 1)`,
  };
  const difference = truth.begin(table, String(id), kind, Date.now());
  // A wait for a lock that was too long undoes the statement, and nothing else ends it: servers are not killed meanwhile.
  const written = await write(statements[kind]).catch(() => 0);
  if (written === 1) difference.begun(Date.now());
  else truth.forget(difference);
  return written === 1 ? difference : null;
}
