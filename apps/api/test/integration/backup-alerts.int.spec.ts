// Who is told of backups, by the built product without any migration: a server that goes away and comes back, and a restart between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertPageSchema, alertSchema, notificationSchema, type Alert, type Notification } from '@cutover/contracts';
import { findFreePort } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { openHttpSink, type HttpSink } from '../support/http-sink.js';
import { endpointOf, labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const messagesOf = (sink: HttpSink): Notification[] =>
  sink.requests.map(({ body }) => notificationSchema.parse(JSON.parse(body)));
/** How often a webhook was told of an alert. */
const times = (sink: HttpSink, list: 'firing' | 'stillFiring' | 'resolved', id: string): number =>
  messagesOf(sink).filter((message) => message[list].alerts.some((alert) => alert.id === id)).length;

it('tells once that backups fail, over a restart, and once that they are made again', async () => {
  const lab = await labPair();
  const { host, port, username, password, tls } = endpointOf(lab, 'source');
  const folder = mkdtempSync(join(tmpdir(), 'cutover-backups-'));
  const [hook, proxy] = await Promise.all([openHttpSink(), startTcpProxy({ host, port })]);
  const secret = 'a-secret-of-the-webhook';
  const server = { name: 'shop-db', host: proxy.host, port: proxy.port, username, password, tls, databases: ['shop'] };
  const sections = {
    migrations: [],
    backups: {
      ...{ servers: [server], storages: [{ name: 'disk', folder }] },
      schedules: [{ name: 'often', cron: '* * * * * *', retention: { last: 2 } }],
    },
    alerts: {
      ...{ holdSeconds: 1, resolveSamples: 2 },
      channels: [{ name: 'hook', type: 'webhook', url: hook.url, secret, groupSeconds: 1 }],
    },
  };
  let product: Product = await startProduct(lab, { sections });
  const firing = async (): Promise<Alert[]> => {
    // Judged once a minute; whoever asks has it judged anew.
    await product.get('/api/backups/health');
    return alertPageSchema.parse(await product.get('/api/alerts?state=firing&about=backups')).alerts;
  };
  try {
    await eventually('a backup was made', async () =>
      JSON.stringify(await product.get('/api/backups/runs')).includes('"complete"'),
    );
    expect(await firing()).toEqual([]);

    proxy.leadTo({ host, port: await findFreePort() });
    proxy.reset();
    const failed = await eventually('its failure fires', async () =>
      (await firing()).find(({ type }) => type === 'backup_failed'),
    );
    expect(failed).toMatchObject({ migration: null, subject: 'often/shop-db', severity: 'WARNING', state: 'firing' });
    const told = await eventually('the webhook heard of it', () =>
      messagesOf(hook).find(({ firing: { alerts } }) => alerts.some(({ id }) => id === failed.id)),
    );
    expect(told).toMatchObject({ migration: null, isTest: false, verdict: null });
    expect(told.headline).toMatch(/^BACKUPS · WARNING: often\/shop-db: The last run /);
    expect(told.text).toMatch(/ {2}Do: /);

    const acknowledged = await product.send('POST', `/api/alerts/${failed.id}/acknowledge`);
    expect(alertSchema.parse(await acknowledged.json()).acknowledgedAt).not.toBeNull();
    await product.stop();
    product = await product.restart();
    const still = await eventually('it still fires, by the same id', async () =>
      (await firing()).find(({ id }) => id === failed.id),
    );
    expect(still.acknowledgedAt).not.toBeNull();

    proxy.leadTo({ host, port });
    await eventually('the webhook heard that it is over', async () => {
      await firing();
      return times(hook, 'resolved', failed.id) > 0;
    });
    expect([times(hook, 'firing', failed.id), times(hook, 'resolved', failed.id)]).toEqual([1, 1]);
    expect((await firing()).map(({ id }) => id)).not.toContain(failed.id);
    const past = alertPageSchema.parse(await product.get('/api/alerts?state=resolved&about=backups')).alerts;
    expect(past.find(({ id }) => id === failed.id)?.resolvedAt).toEqual(expect.any(String));
    expect(product.output()).not.toContain(secret);
  } finally {
    await product.end();
    await Promise.all([hook.end(), proxy.end()]);
    rmSync(folder, { recursive: true });
  }
});
