import type { Connection } from 'mysql2/promise';
import { until } from '../../../deadline.js';
import { rowsOf, withoutBinaryLog } from '../admin.js';
import type { LabBreak } from './lab-break.js';

/** Beside the shop, so that no comparison of the two sides meets it. */
const database = 'lab_break';
/** By this its session is found again. */
const mark = '@lab_long_transaction';

/**
 * A command that breaks something ends, and its sessions with it: the server itself must keep the transaction open. An event does,
 * in a session of its own. Preserved, or the scheduler would drop it at its end and write that to the binary log.
 */
export const longTransaction: LabBreak = {
  description: 'a transaction stays open on the source, with a lock on a row of suppliers',
  needs: ['source'],

  async apply(lab) {
    await withoutBinaryLog(lab, 'source', async (source) => {
      await source.query(`CREATE DATABASE IF NOT EXISTS ${database}`);
      await source.query(
        `CREATE EVENT ${database}.long_transaction ON SCHEDULE AT CURRENT_TIMESTAMP ON COMPLETION PRESERVE DO BEGIN
           START TRANSACTION;
           UPDATE ${lab.database}.suppliers SET name = name WHERE id = 1;
           SELECT SLEEP(86400) INTO ${mark};
         END`,
      );
      await until(
        'the transaction to be open',
        async () => ((await sessionsOf(source)).length > 0 ? true : undefined),
        {
          timeoutMs: 20_000,
        },
      );
    });
  },

  async mend(lab) {
    await withoutBinaryLog(lab, 'source', async (source) => {
      await source.query(`DROP DATABASE IF EXISTS ${database}`);
      for (const id of await sessionsOf(source)) await source.query(`KILL ${id}`).catch(() => undefined);
      await until('the transaction to end', async () => ((await sessionsOf(source)).length === 0 ? true : undefined), {
        timeoutMs: 20_000,
      });
    });
  },
};

async function sessionsOf(source: Connection): Promise<readonly number[]> {
  const rows = await rowsOf(
    source,
    'SELECT id FROM information_schema.processlist WHERE info LIKE ? AND id <> CONNECTION_ID()',
    [`SELECT SLEEP(%${mark}%`],
  );
  return rows.map(({ id }) => Number(id));
}
