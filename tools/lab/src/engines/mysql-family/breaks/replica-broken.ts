import { withoutBinaryLog } from '../admin.js';
import { until } from '../../../deadline.js';
import { readReplication } from '../replication.js';
import type { LabBreak } from './lab-break.js';
import { resumeReplication } from './resume-replication.js';

/** Far above the ids of the seed, in a table that nothing else writes. */
const supplier = 1_000_000;
const insert = `INSERT INTO suppliers (id, name, daily_cutoff) VALUES (${supplier}, ?, '12:00:00')`;
const remove = `DELETE FROM suppliers WHERE id = ${supplier}`;

export const replicaBroken: LabBreak = {
  description: 'the target cannot apply a row that it already has (duplicate key in suppliers)',
  needs: ['source', 'target'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'target', (target) => target.query(insert, ['in the way']));
    await lab.withAdmin('source', (source) => source.query(insert, ['replicated']));
    if (lab.isBroken('replica-stopped', 'receiver-dead', 'lag')) return;
    await lab.withAdmin('target', (target) =>
      until(
        'replication to break',
        async () => ((await readReplication(target))?.isApplying === false ? true : undefined),
        {
          timeoutMs: 20_000,
        },
      ),
    );
  },

  async mend(lab) {
    await withoutBinaryLog(lab, 'target', (target) => target.query(`${remove} AND name = 'in the way'`));
    await resumeReplication(lab);
    // The row that was let through goes the way it came, so that the next break finds the key free.
    await lab.withAdmin('source', (source) => source.query(remove));
  },
};
