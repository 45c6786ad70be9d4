import { rowsOf, withoutBinaryLog } from '../admin.js';
import type { LabBreak } from './lab-break.js';

/** The bytes stay as they are. */
const changed = 'utf8mb4_bin';

const changeTo = (collation: string): string =>
  `ALTER TABLE suppliers MODIFY name VARCHAR(120) CHARACTER SET utf8mb4 COLLATE ${collation} NOT NULL`;

export const collationChanged: LabBreak = {
  description: `one column is sorted otherwise on the target (suppliers.name: ${changed}); every row is the same`,
  needs: ['source', 'target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) => target.query(changeTo(changed)));
  },

  async mend(lab) {
    const [row] = await lab.withAdmin('source', (source) =>
      rowsOf(
        source,
        `SELECT collation_name AS collation FROM information_schema.columns
         WHERE table_schema = DATABASE() AND table_name = 'suppliers' AND column_name = 'name'`,
      ),
    );
    await withoutBinaryLog(lab, 'target', (target) => target.query(changeTo(String(row?.['collation']))));
  },
};
