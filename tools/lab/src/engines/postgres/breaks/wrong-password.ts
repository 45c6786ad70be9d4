import { cutoverAccount } from '../../../lab.js';
import { rowsOf } from '../admin.js';
import { quoteIdentifier, quoteString } from '../quote.js';
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
  await lab.withAdmin('target', async (target) => {
    await target.query(`ALTER ROLE ${quoteIdentifier(cutoverAccount)} PASSWORD ${quoteString(password)}`);
    // Sessions that are open were let in with the old one.
    await rowsOf(target, 'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1', [
      cutoverAccount,
    ]);
  });
}
