// Who is told, by the built product on a real pair: messages to real servers of the test, through a crash and an outage.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelTestSchema,
  notificationChannelSchema,
  notificationSchema,
  type Alert,
  type AlertPage,
  type Notification,
  type NotificationChannel,
} from '@cutover/contracts';
import Database from 'libsql';
import { z } from 'zod';
import { eventually } from '../support/eventually.js';
import { openHttpSink, takesIt, type HttpSink, type SinkAnswer } from '../support/http-sink.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct } from '../support/product.js';
import { login, openSmtpSink } from '../support/smtp-sink.js';

const secret = 'a-secret-of-the-webhook';
const slackPath = '/services/T000/B000/slack-secret';
const page = 'https://cutover.example.com';

const channelsSchema = z.array(notificationChannelSchema);
const outOfOrder: SinkAnswer = (response) => response.writeHead(500).end('out of order');

/** Messages that a webhook got. */
const messagesOf = (sink: HttpSink): Notification[] =>
  sink.requests.map(({ body }) => notificationSchema.parse(JSON.parse(body)));

const isAbout = (type: string, list: Notification['firing']): boolean =>
  list.alerts.some((alert) => alert.type === type);

/** What is on disk of what a channel was told. A message is kept before it: a crash between the two tells it twice. */
function keptTold(storeFile: string, channel: string): string {
  const store = new Database(storeFile, { readonly: true });
  try {
    return JSON.stringify(store.prepare('SELECT body FROM notification_told WHERE channel = ?').all(channel));
  } finally {
    store.close();
  }
}

it('tells every channel what happens, through an outage of one of them and kill -9, and loses nothing', async () => {
  const lab = await labPair();
  const folder = mkdtempSync(join(tmpdir(), 'cutover-channels-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), `${text}\n`);
    return join(folder, name);
  };
  const [hook, chat, flaky, mail] = await Promise.all([
    openHttpSink(),
    openHttpSink(),
    openHttpSink(outOfOrder),
    openSmtpSink(),
  ]);
  process.env['CUTOVER__SERVER__PUBLIC_URL'] = page;
  const channels = [
    { name: 'hook', type: 'webhook', url: hook.url, secretFile: file('secret', secret) },
    {
      name: 'chat',
      type: 'slack',
      urlFile: file('url', chat.url + slackPath),
      minSeverity: 'CRITICAL',
      verdicts: false,
    },
    { name: 'flaky', type: 'webhook', url: `${flaky.url}/?key=flaky-secret`, secret },
    {
      ...{ name: 'mail', type: 'email', from: 'cutover@example.com', to: ['dba@example.com'] },
      smtp: { host: 'localhost', port: mail.port, ca: mail.ca, username: login.username, password: login.password },
    },
  ].map((channel) => ({ groupSeconds: 1, ...channel }));
  let product = await startProduct(lab, { sections: { alerts: { holdSeconds: 1, resolveSamples: 2, channels } } });
  const states = async (): Promise<Map<string, NotificationChannel>> => {
    const list = channelsSchema.parse(await product.get('/api/alerts/channels'));
    return new Map(list.map((channel) => [channel.name, channel]));
  };
  const alerts = async (state: 'firing' | 'resolved'): Promise<Alert[]> =>
    (await product.get<AlertPage>(`/api/alerts?state=${state}`)).alerts;
  try {
    const safe = await eventually('the answer became safe, and the webhook heard of it', () =>
      messagesOf(hook).find(({ verdict }) => verdict?.answer === 'safe' && verdict.changedFrom !== null),
    );
    expect(safe.headline).toMatch(/^SAFE · shop · was /);
    expect(chat.requests).toEqual([]);

    await lab.break('replica-stopped');
    const told = await eventually('the webhook heard of it', () =>
      messagesOf(hook).find(({ firing }) => isAbout('replication_stopped', firing)),
    );
    expect(told.headline).toMatch(/^NOT SAFE · shop · CRITICAL: /);
    expect(told).toMatchObject({ migration: 'shop', verdict: { answer: 'not-safe' }, link: `${page}/m/shop#alerts` });
    expect(told.text).toMatch(/ {2}Do: /);
    const said = await eventually('the chat heard of it', () => chat.requests[0]);
    expect(said.path).toBe(slackPath);
    expect((JSON.parse(said.body) as { text: string }).text).toMatch(/^NOT SAFE · shop · CRITICAL: /);
    await eventually('the mail arrived', () => mail.mails.some(({ source }) => source.includes(`${page}/m/shop`)));
    expect(mail.mails[0]).toMatchObject({ isEncrypted: true, user: login.username, to: ['dba@example.com'] });

    await eventually('the channel that fails is told of by another one', () =>
      messagesOf(hook).some(({ firing }) => isAbout('notification_failing', firing)),
    );
    const failing = (await alerts('firing')).find(({ type }) => type === 'notification_failing');
    expect(failing).toMatchObject({ subject: 'flaky', severity: 'WARNING' });
    expect(failing?.message).toContain('HTTP 500: out of order');
    // A sink has a message a moment before its sender knows.
    const before = await eventually('the others work', async () => {
      const now = await states();
      return ['hook', 'chat', 'mail'].every((name) => now.get(name)?.state === 'working') && now;
    });
    expect(before.get('flaky')).toMatchObject({ state: 'failing', destination: `${flaky.url}/…` });
    const waiting = before.get('flaky')?.waiting ?? 0;
    expect(waiting).toBeGreaterThan(0);

    await eventually('it is kept that the channel that fails was told', () =>
      keptTold(product.storeFile, 'flaky').includes('replication_stopped'),
    );

    await product.kill();
    const output = product.output();
    product = await product.restart();
    expect((await states()).get('flaky')).toMatchObject({ state: 'failing', waiting: expect.any(Number) });
    expect((await states()).get('flaky')?.waiting).toBeGreaterThanOrEqual(waiting);
    flaky.requests = [];
    flaky.answer = takesIt;
    await eventually('what waited has arrived', async () => (await states()).get('flaky')?.waiting === 0);
    const late = messagesOf(flaky);
    expect(new Set(late.map(({ id }) => id)).size).toBe(late.length);
    expect(late.map(({ createdAt }) => createdAt)).toEqual(late.map(({ createdAt }) => createdAt).sort());
    expect(late.filter(({ firing }) => isAbout('replication_stopped', firing))).toHaveLength(1);
    await eventually('the alert of the channel has ended', async () =>
      (await alerts('resolved')).some(({ type }) => type === 'notification_failing'),
    );

    await lab.mend('replica-stopped');
    const ended = await eventually('the webhook heard that it is over', () =>
      messagesOf(hook).find(({ resolved }) => isAbout('replication_stopped', resolved)),
    );
    expect(ended.resolved.alerts.every(({ resolvedAt }) => resolvedAt !== null)).toBe(true);
    // Before the crash and after it, once.
    expect(messagesOf(hook).filter(({ firing }) => isAbout('replication_stopped', firing))).toHaveLength(1);

    const test = await product.send('POST', '/api/alerts/channels/hook/test');
    expect(channelTestSchema.parse(await test.json())).toMatchObject({ delivered: true, answer: 'HTTP 200: ok' });
    // The answer may become safe meanwhile, of which the webhook hears too.
    expect(messagesOf(hook).filter(({ isTest }) => isTest)).toMatchObject([{ migration: null }]);
    const again = await product.send('POST', '/api/alerts/channels/hook/test');
    expect(again.status).toBe(429);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await product.send('POST', '/api/alerts/channels/nobody/test')).status).toBe(404);
    chat.answer = outOfOrder;
    const failed = await product.send('POST', '/api/alerts/channels/chat/test');
    expect(await failed.json()).toMatchObject({ delivered: false, answer: 'HTTP 500: out of order' });

    const shown = JSON.stringify([[...(await states()).values()], await alerts('resolved'), output, product.output()]);
    for (const hidden of [secret, 'slack-secret', 'flaky-secret', login.password]) expect(shown).not.toContain(hidden);
    const metrics = await (await product.send('GET', '/metrics')).text();
    expect(metrics).toMatch(/^cutover_notification_channel_state\{channel="flaky",state="working"\} 1$/m);
  } finally {
    delete process.env['CUTOVER__SERVER__PUBLIC_URL'];
    await lab.mend('replica-stopped');
    await product.end();
    await Promise.all([hook, chat, flaky, mail].map((sink) => sink.end()));
    rmSync(folder, { recursive: true });
  }
});
