import { withoutBinaryLog } from '../admin.js';
import { cutoverAccount } from '../../../lab.js';
import { accountAt, quoteString } from '../quote.js';
import { endConnectionsOf } from './end-connections.js';
import type { BreakableLab, LabBreak } from './lab-break.js';

export const wrongPassword: LabBreak = {
  description: `the password of ${cutoverAccount} has changed on the target: it can no longer log in`,
  needs: ['target'],

  async apply(lab) {
    await setPassword(lab, `not-${lab.state.cutoverPasswords.target}`);
  },

  async mend(lab) {
    await setPassword(lab, lab.state.cutoverPasswords.target);
  },
};

async function setPassword(lab: BreakableLab, password: string): Promise<void> {
  await withoutBinaryLog(lab, 'target', async (target) => {
    await target.query(`SET PASSWORD FOR ${accountAt(cutoverAccount)} = PASSWORD(${quoteString(password)})`);
    await endConnectionsOf(target, cutoverAccount);
  });
}
