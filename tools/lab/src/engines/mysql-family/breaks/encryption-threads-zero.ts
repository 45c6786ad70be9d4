import { withoutBinaryLog } from '../admin.js';
import type { LabBreak } from './lab-break.js';

/** Nothing writes it, and no other table refers to it. */
const table = 'product_images';

export const encryptionThreadsZero: LabBreak = {
  description: `one table of the target is not encrypted (${table}), and no thread encrypts it`,
  needs: ['target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', async (target) => {
      await target.query('SET GLOBAL innodb_encryption_threads = 0');
      // Rebuilt while tables are not to be encrypted it is plain, and has no option that would keep it so.
      await target.query('SET GLOBAL innodb_encrypt_tables = OFF');
      await target.query(`ALTER TABLE ${table} FORCE`);
      await target.query('SET GLOBAL innodb_encrypt_tables = ON');
    });
  },

  async mend(lab) {
    await withoutBinaryLog(lab, 'target', async (target) => {
      await target.query('SET GLOBAL innodb_encryption_threads = 2');
      // The threads may have hours of other tables before this one: rebuilt it is encrypted at once.
      await target.query(`ALTER TABLE ${table} FORCE`);
    });
  },
};
