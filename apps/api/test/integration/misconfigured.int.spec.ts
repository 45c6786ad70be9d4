import type { AlertPage, AlertType, MigrationDetail } from '@cutover/contracts';
import { freeLoopbackPort, startCutover, writeCutoverConfig, type LabEndpoint } from '@cutover/lab';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';

const root = resolve(__dirname, '../../../..');

/** Runs the product on the given servers until `look` is content. */
async function watching(
  endpoints: { source: LabEndpoint; target: LabEndpoint },
  look: (detail: MigrationDetail, firing: AlertType[]) => boolean,
): Promise<MigrationDetail> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-misconfigured-'));
  const port = await freeLoopbackPort();
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
      const { alerts } = await get<AlertPage>('/api/alerts?state=firing');
      const isShown = look(
        detail,
        alerts.map(({ type }) => type),
      );
      return isShown ? detail : null;
    });
  } finally {
    await product.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

it('says that replication is not configured when the target does not replicate at all', async () => {
  const { source, target } = (await labPair()).endpoints;
  const detail = await watching(
    { source: target, target: source },
    ({ replicaLag }, firing) => replicaLag?.state === 'not-configured' && firing.includes('replication_not_configured'),
  );
  expect(detail.verdict.answer).toBe('not-safe');
  expect(detail.replicaLag?.seconds).toBeNull();
});

it('says that both sides are one server, and calls nothing matched', async () => {
  const { source } = (await labPair()).endpoints;
  const detail = await watching(
    { source, target: { ...source, host: 'localhost' } },
    ({ connectionStatus }, firing) => connectionStatus.sameServer && firing.includes('same_server'),
  );
  expect(detail.verdict).toMatchObject({
    answer: 'not-safe',
    reasons: expect.arrayContaining([expect.stringContaining('same server')]),
  });
  expect(detail.checksumResults.filter(({ verdict }) => verdict === 'matched')).toEqual([]);
});
