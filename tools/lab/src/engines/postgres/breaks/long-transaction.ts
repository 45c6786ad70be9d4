import { Socket } from 'node:net';
import type { Client } from 'pg';
import { until } from '../../../deadline.js';
import { adminOptions, openClient, rowsOf } from '../admin.js';
import type { LabBreak } from './lab-break.js';

/** By this its session is found again. */
const mark = 'lab long transaction';

/**
 * A command that breaks something ends, and its connections with it: the server itself must keep the transaction open. A session
 * that sleeps does not notice that its client has gone.
 */
export const longTransaction: LabBreak = {
  description: 'a transaction stays open on the source, with a lock on a row of suppliers',
  needs: ['source'],

  async apply(lab) {
    const socket = new Socket();
    const client = await openClient({ ...adminOptions(lab, 'source'), application_name: mark, stream: () => socket });
    client.query('BEGIN; UPDATE suppliers SET name = name WHERE id = 1; SELECT pg_sleep(86400)').catch(() => undefined);
    await lab.withAdmin('source', (source) =>
      until('the transaction to be open', async () => ((await sleepers(source)) > 0 ? true : undefined), {
        timeoutMs: 20_000,
      }),
    );
    socket.destroy();
  },

  async mend(lab) {
    const end = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1';
    await lab.withAdmin('source', (source) =>
      // It waits for the end by itself only since PostgreSQL 14.
      until(
        'the transaction to end',
        async () => ((await rowsOf(source, end, [mark])).length === 0 ? true : undefined),
        {
          timeoutMs: 20_000,
        },
      ),
    );
  },
};

async function sleepers(source: Client): Promise<number> {
  const sessions = await rowsOf(
    source,
    "SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event = 'PgSleep' AND backend_xid IS NOT NULL",
    [mark],
  );
  return sessions.length;
}
