import type { AlertPage, AlertType, MigrationDetail } from '@cutover/contracts';
import { findFreePort, startCutover, writeCutoverConfig, type LabEndpoint } from '@cutover/lab';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';

const root = resolve(__dirname, '../../../..');

/** Runs the product on the given servers until `look` is content and the alert fires. */
async function watching(
  endpoints: { source: LabEndpoint; target: LabEndpoint },
  alert: AlertType,
  look: (detail: MigrationDetail) => boolean,
): Promise<MigrationDetail> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-misconfigured-'));
  const port = await findFreePort();
  const config = writeCutoverConfig(folder, endpoints, {
    port,
    monitoring: { intervalSeconds: 1, proofWaitSeconds: 1 },
    sections: { alerts: { holdSeconds: 1 } },
  });
  const product = await startCutover(root, config, port);
  const get = async <T>(path: string): Promise<T> => (await (await fetch(product.url + path)).json()) as T;
  try {
    return await eventually('what is wrong is shown', async () => {
      const detail = await get<MigrationDetail>('/api/migrations/shop');
      if (!look(detail)) return null;
      const { alerts } = await get<AlertPage>('/api/alerts?state=firing');
      return alerts.some(({ type }) => type === alert) ? detail : null;
    });
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

it('says that replication is not configured when the target does not replicate at all', async () => {
  const lab = await labPair();
  const { source, target } = lab.endpoints;
  const asAdmin = (sql: string) => lab.withoutBinaryLog('source', (connection) => connection.query(sql));
  // The pair turned round: the lab's source has no channel. Its account may look all the same.
  await asAdmin("GRANT SLAVE MONITOR ON *.* TO 'cutover'@'%'");
  try {
    const detail = await watching(
      { source: target, target: source },
      'replication_not_configured',
      ({ replicaLag }) => replicaLag?.state === 'not-configured',
    );
    expect(detail.verdict.answer).toBe('not-safe');
    expect(detail.replicaLag?.seconds).toBeNull();
  } finally {
    await asAdmin("REVOKE SLAVE MONITOR ON *.* FROM 'cutover'@'%'");
  }
});

it('says that two addresses lead to one server, and calls nothing matched', async () => {
  const { source } = (await labPair()).endpoints;
  const detour = createServer((client) => {
    const server = connect(source.port, source.host);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      from.on('error', () => to.destroy()).pipe(to);
  }).listen(0, '127.0.0.1');
  await once(detour, 'listening');
  try {
    const { port } = detour.address() as AddressInfo;
    const target = { ...source, port };
    const detail = await watching(
      { source, target },
      'same_server',
      ({ connectionStatus }) => connectionStatus.sameServer,
    );
    expect(detail.verdict.answer).toBe('not-safe');
    expect(detail.verdict.reasons[0]?.message).toContain('same server');
    expect(detail.tables.checksums.matched).toBe(0);
  } finally {
    detour.close();
  }
});
