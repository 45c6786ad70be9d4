import { rowsOf, withoutBinaryLog } from '../admin.js';
import type { LabBreak } from './lab-break.js';

/** No foreign key needs it. */
const index = 'audit_log_time';

export const indexMissing: LabBreak = {
  description: `one index is missing on the target (${index} of audit_log); every row is the same`,
  needs: ['target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) => target.query(`DROP INDEX ${index} ON audit_log`));
  },

  async mend(lab) {
    await withoutBinaryLog(lab, 'target', async (target) => {
      // Whoever does what Cutover says has made it already.
      const there = await rowsOf(target, 'SHOW INDEX FROM audit_log WHERE Key_name = ?', [index]);
      if (there.length === 0) await target.query(`CREATE INDEX ${index} ON audit_log (logged_at)`);
    });
  },
};
