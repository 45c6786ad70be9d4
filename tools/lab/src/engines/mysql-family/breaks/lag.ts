import { readSourceGtid, waitUntilApplied } from '../replication.js';
import type { BreakableLab, LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

const delaySeconds = 3600;

export const lag: LabBreak = {
  description: 'the target applies everything an hour late: the lag grows for as long as the source is written',
  needs: ['source', 'target'],

  async apply(lab) {
    await setDelay(lab, delaySeconds);
    // Without a write there would be nothing to be behind with.
    await lab.withAdmin('source', (source) =>
      source.query(
        `INSERT INTO audit_log (table_name, row_key, action, actor) VALUES ('audit_log', 'lag', 'note', 'lab')`,
      ),
    );
  },

  async mend(lab) {
    await setDelay(lab, 0);
    if (lab.isBroken('replica-stopped', 'replica-broken', 'receiver-dead', 'source-down')) return;
    const gtid = await lab.withAdmin('source', (source) => readSourceGtid(source));
    await lab.withAdmin('target', (target) => waitUntilApplied(target, gtid));
  },
};

async function setDelay(lab: BreakableLab, seconds: number): Promise<void> {
  await lab.withAdmin('target', async (target) => {
    await target.query('STOP SLAVE');
    await target.query(`CHANGE MASTER TO MASTER_DELAY = ${seconds}`);
  });
  await resumeReplication(lab);
}
