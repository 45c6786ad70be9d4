import { shopAccount } from '../accounts.js';
import { withoutBinaryLog } from '../admin.js';
import { accountAt, quoteIdentifier } from '../quote.js';
import type { BreakableLab, LabBreak } from './lab-break.js';

export const grantMissing: LabBreak = {
  description: `the application may not delete on the target (${shopAccount}): it would see that after the cutover only`,
  needs: ['target'],

  async apply(lab) {
    const right = rightOn(lab);
    await withoutBinaryLog(lab, 'target', (target) => target.query(`REVOKE ${right} FROM ${accountAt(shopAccount)}`));
  },

  async mend(lab) {
    const right = rightOn(lab);
    await withoutBinaryLog(lab, 'target', (target) => target.query(`GRANT ${right} TO ${accountAt(shopAccount)}`));
  },
};

const rightOn = (lab: BreakableLab): string => `DELETE ON ${quoteIdentifier(lab.database)}.*`;
