import type { LabBreak } from './lab-break.js';

/** Nothing writes it: the first row would stop replication, since the target has no such column. */
const table = 'suppliers';
const column = 'rating';

export const schemaChanged: LabBreak = {
  description: `the source has a column more (${table}.${column}): DDL is not replicated, and the next row of that table stops replication`,
  needs: ['source'],

  async apply(lab) {
    await lab.withAdmin('source', (source) => source.query(`ALTER TABLE ${table} ADD COLUMN ${column} smallint`));
  },

  async mend(lab) {
    const drop = `ALTER TABLE ${table} DROP COLUMN IF EXISTS ${column}`;
    // Whoever does what Cutover says has added it to the target.
    await lab.withAdmin('target', (target) => target.query(drop));
    await lab.withAdmin('source', (source) => source.query(drop));
  },
};
