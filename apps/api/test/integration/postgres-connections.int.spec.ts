// Connections of PostgreSQL that are cut, led elsewhere, or set up by others: what statements on them do.
import { engines, failureKind } from '@cutover/databases';
import type { PostgresLab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { endpointOf } from '../support/lab-pair.js';
import { postgresPair } from '../support/postgres-pair.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const { postgres } = engines;

let lab: PostgresLab;

beforeAll(async () => {
  lab = await postgresPair();
});

/** How many statements with this text run on the target. */
async function running(text: string): Promise<number> {
  const { rows } = await lab.withAdmin('target', (admin) =>
    admin.query<{ n: number }>(
      "SELECT count(*)::integer AS n FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()",
      [`%${text}%`],
    ),
  );
  return rows[0]?.n ?? 0;
}

it('a reset in the middle of a statement is a loss of the connection, and ends nothing else', async () => {
  const proxy = await startTcpProxy(lab.endpoints.target);
  try {
    let loss: unknown;
    const session = await postgres.connect(
      endpointOf(lab, 'target', { port: proxy.port }),
      (error) => (loss ??= error),
    );
    const statement = session.query('SELECT pg_catalog.pg_sleep(78)').catch((error: unknown) => error);
    await eventually('it to run', async () => (await running('pg_sleep(78)')) === 1);
    proxy.reset();
    expect(failureKind(await statement)).toBe('connection-lost');
    await eventually('the probe to hear of it', () => loss !== undefined);
    session.abandon(new Error('gone'));
  } finally {
    await proxy.end();
    await lab.withAdmin('target', (admin) =>
      admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_catalog.pg_sleep(78)%'",
      ),
    );
  }
});
