import { withoutBinaryLog } from '../admin.js';
import { replicationAccount } from '../accounts.js';
import { accountAt } from '../quote.js';
import { until } from '../../../deadline.js';
import { readReplication } from '../replication.js';
import { endConnectionsOf } from './end-connections.js';
import type { LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

export const receiverDead: LabBreak = {
  description: 'the target cannot log in to the source: it applies what it has and receives nothing',
  needs: ['source', 'target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'source', async (source) => {
      await source.query(`ALTER USER ${accountAt(replicationAccount)} ACCOUNT LOCK`);
      await endConnectionsOf(source, replicationAccount);
    });
    if (lab.isBroken('replica-stopped')) return;
    await lab.withAdmin('target', async (target) => {
      // A target with nothing to receive may not have noticed yet; a new receiver does at once.
      await target.query('STOP SLAVE IO_THREAD');
      await target.query('START SLAVE IO_THREAD');
      await until(
        'the receiver to fail',
        async () => {
          const state = await readReplication(target);
          return state && !state.isReceiving && state.receiverError !== '' ? true : undefined;
        },
        { timeoutMs: 20_000 },
      );
    });
  },

  async mend(lab) {
    await withoutBinaryLog(lab, 'source', (source) =>
      source.query(`ALTER USER ${accountAt(replicationAccount)} ACCOUNT UNLOCK`),
    );
    await resumeReplication(lab);
  },
};
