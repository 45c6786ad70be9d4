import { shopAccount } from '../accounts.js';
import { rootOptions, withConnection } from '../admin.js';
import { removeRows } from './copy-rows.js';
import type { BreakableLab, LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

const code = 'STRAY-WRITE';

export const strayWriteOnTarget: LabBreak = {
  description: `read_only is off on the target, and the shop's application wrote a row there (coupons ${code})`,
  needs: ['target'],

  async apply(lab) {
    await setReadOnly(lab, 'OFF');
    const { socket } = lab.server('target');
    const application = { ...rootOptions(socket, lab.state.shopPassword, lab.database), user: shopAccount };
    await withConnection(application, (target) =>
      target.query(
        `INSERT INTO coupons (code, description, discount_percent, valid_from)
         VALUES ('${code}', 'written on the target', 10, '2025-01-01')`,
      ),
    );
  },

  async mend(lab) {
    await setReadOnly(lab, 'ON');
    await removeRows(lab, 'coupons', `code = '${code}'`);
    // The target's own log forgets the write and its GTID; where it is in the source's log stands elsewhere, and stays.
    await lab.withAdmin('target', async (target) => {
      await target.query('STOP SLAVE');
      await target.query('RESET MASTER');
    });
    await resumeReplication(lab);
  },
};

async function setReadOnly(lab: BreakableLab, value: 'ON' | 'OFF'): Promise<void> {
  await lab.withAdmin('target', (target) => target.query(`SET GLOBAL read_only = ${value}`));
}
