import { rowsOf, withoutBinaryLog } from '../admin.js';
import { copyRows } from './copy-rows.js';
import type { LabBreak } from './lab-break.js';

/** No other table refers to it, and nothing writes it. */
const table = 'product_images';

export const tableDropped: LabBreak = {
  description: `one table is missing on the target (${table})`,
  needs: ['target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) => target.query(`DROP TABLE ${table}`));
  },

  async mend(lab) {
    const [row] = await lab.withAdmin('source', (source) => rowsOf(source, `SHOW CREATE TABLE ${table}`));
    await withoutBinaryLog(lab, 'target', async (target) => {
      await target.query(`DROP TABLE IF EXISTS ${table}`);
      await target.query(String(row?.['Create Table']));
    });
    await copyRows(lab, table);
  },
};
