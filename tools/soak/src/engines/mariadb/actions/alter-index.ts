import { writeOnSource } from '../session.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { alterable } from '../../../actions/alterable.js';

const indexed = new Set<string>();

/** An index comes, or goes. */
export const alterIndex: Action<MariadbStage> = {
  name: 'alter-index',
  weight: 2,
  async run(stage) {
    const table = alterable(stage);
    if (table === null) return null;
    const name = stage.oracle.truth.names.nameOf(table);
    const change = indexed.has(table) ? 'DROP INDEX by_amount' : 'ADD INDEX by_amount (amount, id)';
    await writeOnSource(stage.lab, `ALTER TABLE ${name} ${change}`);
    if (!indexed.delete(table)) indexed.add(table);
    await stage.confirmations.whenApplied([table], () => undefined);
    return `${name}: ${change}`;
  },
};
