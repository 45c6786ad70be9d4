import { alterable } from '../../../actions/alterable.js';
import type { Action } from '../../../stage/stage.js';

const added = new Set<string>();
const catchUpMs = 60_000;

/**
 * A column comes, or goes. DDL is not replicated, so it is done on both sides, and while nobody writes: first where a column more
 * does not matter, then on the other side.
 */
export const alterColumn: Action = {
  name: 'alter-column',
  weight: 2,
  async run(stage) {
    const table = alterable(stage);
    if (table === null || stage.undos.isOpen('replication-stopped')) return null;
    const { pair, load, oracle } = stage;
    const isThere = added.has(table);
    const statement = `ALTER TABLE ${oracle.truth.names.nameOf(table)} ${isThere ? 'DROP COLUMN remark' : "ADD COLUMN remark text NOT NULL DEFAULT 'none'"}`;
    await load.pause();
    const difference = oracle.truth.begin(table, null, 'its columns differ', Date.now());
    try {
      for (const role of isThere ? (['source', 'target'] as const) : (['target', 'source'] as const)) {
        if (!(await pair.hasCaughtUp(catchUpMs))) throw new Error('The target does not catch up');
        await pair.onSide(role, (session) => session.rows(statement));
        difference.begun(Date.now());
      }
      if (!added.delete(table)) added.add(table);
      difference.ending(Date.now());
      difference.ended(Date.now());
    } finally {
      load.resume();
    }
    return statement;
  },
};
