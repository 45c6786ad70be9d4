import { writeOnSource } from '../session.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { alterable } from '../../../actions/alterable.js';

const added = new Set<string>();

/** A column comes, or goes. */
export const alterColumn: Action<MariadbStage> = {
  name: 'alter-column',
  weight: 2,
  async run(stage) {
    const table = alterable(stage);
    if (table === null) return null;
    const name = stage.oracle.truth.names.nameOf(table);
    const change = added.has(table) ? 'DROP COLUMN remark' : "ADD COLUMN remark VARCHAR(40) NOT NULL DEFAULT 'none'";
    await writeOnSource(stage.lab, `ALTER TABLE ${name} ${change}`);
    if (!added.delete(table)) added.add(table);
    await stage.confirmations.whenApplied([table], () => undefined);
    return `${name}: ${change}`;
  },
};
