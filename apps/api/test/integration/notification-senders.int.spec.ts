// How messages leave, over real connections to real servers of the test: no database.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { notificationSchema } from '@cutover/contracts';
import { channelSchema } from '../../src/config/channels.schema.js';
import type { ChannelConfig } from '../../src/config/config.schema.js';
import { DeliveryFailure } from '../../src/alerts/channels/delivery/channel-sender.js';
import { senders } from '../../src/alerts/channels/delivery/senders.js';
import { composeTest } from '../../src/alerts/channels/messages/compose.js';
import { Clock } from '../../src/platform/clock.js';
import { openHttpSink, takesIt, type HttpSink, type SunkRequest } from '../support/http-sink.js';
import { login, openSmtpSink, type SmtpSink } from '../support/smtp-sink.js';

const secret = 'a-secret-of-the-webhook';
const message = composeTest({ id: 'm-1', channel: 'c', nowIso: '2026-01-01T00:00:00.000Z', publicUrl: undefined });

function send(channel: ChannelConfig): Promise<string> {
  return senders[channel.type](channel, new Clock()).send(message, new AbortController().signal);
}

/** Why a message was not delivered. */
async function failure(channel: ChannelConfig): Promise<DeliveryFailure> {
  const outcome: unknown = await send(channel).catch((error: unknown) => error);
  if (!(outcome instanceof DeliveryFailure)) throw new Error(`It was delivered: ${String(outcome)}`);
  return outcome;
}

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a webhook', () => {
  let sink: HttpSink;
  const hook = (path = '/in?token=s3cr3t-token'): ChannelConfig =>
    channelSchema.parse({ name: 'hook', type: 'webhook', url: sink.url + path, secret });
  beforeAll(async () => (sink = await openHttpSink()));
  beforeEach(() => (sink.requests = []));
  afterEach(() => (sink.answer = takesIt));
  afterAll(() => sink.end());

  it('gets the message of the contract, and answers what is shown', async () => {
    expect(await send(hook())).toBe('HTTP 200: ok');
    const [request] = sink.requests;
    expect(notificationSchema.parse(JSON.parse(request?.body ?? ''))).toEqual(message);
    expect(request).toMatchObject({ path: '/in?token=s3cr3t-token', headers: { 'x-cutover-message': 'm-1' } });
  });

  it('can verify its signature as the README shows, and finds a changed body out', async () => {
    await send(hook());
    const [{ headers, body } = { headers: {} as SunkRequest['headers'], body: '' }] = sink.requests;
    const readme = readFileSync(resolve(__dirname, '../../src/alerts/channels/README.md'), 'utf8');
    const snippet = /```js\n([\s\S]*?)```/.exec(readme)?.[1];
    const folder = mkdtempSync(join(tmpdir(), 'cutover-signature-'));
    try {
      writeFileSync(join(folder, 'verify.mjs'), snippet ?? '');
      const verify = (text: string, seconds: number): string => {
        const asked = JSON.stringify([text, headers, secret, seconds * 1000]);
        const program = `import { isGenuine } from './verify.mjs'; console.log(isGenuine(...${asked}));`;
        writeFileSync(join(folder, 'ask.mjs'), program);
        return execFileSync(process.execPath, [join(folder, 'ask.mjs')], { encoding: 'utf8' }).trim();
      };
      const sentAt = Number(headers['x-cutover-timestamp']);
      expect(verify(body, sentAt)).toBe('true');
      expect(verify(body.replace('TEST', 'SAFE'), sentAt)).toBe('false');
      expect(verify(body, sentAt + 3600)).toBe('false');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [500, /out of order/, false],
    [401, /check url and secret/, false],
    [404, /nothing at this address/, false],
    [422, /does not take the message/, true],
  ])('that answers %i is a failure which says what to do', async (status, action, isRefusal) => {
    sink.answer = (response) => response.writeHead(status).end('no');
    const failed = await failure(hook());
    expect(failed).toMatchObject({ message: `HTTP ${status}: no`, more: { isRefusal } });
    expect(failed.action).toMatch(action);
  });

  it('that asks for time is given it', async () => {
    sink.answer = (response) => response.writeHead(429, { 'retry-after': '120' }).end();
    expect((await failure(hook())).more.retryAfterMs).toBe(120_000);
  });

  it('that says secrets back has them cut out', async () => {
    sink.answer = (response, { path }) => response.writeHead(500).end(`bad ${path}\nby ${secret}`);
    expect((await failure(hook())).message).toBe('HTTP 500: bad … by …');
  });

  it('is not followed to another address', async () => {
    const elsewhere = await openHttpSink();
    sink.answer = (response) => response.writeHead(307, { location: elsewhere.url }).end();
    const failed = await failure(hook()).finally(elsewhere.end);
    expect(failed.message).toMatch(/^HTTP 307/);
    expect(failed.action).toMatch(/not followed/);
    expect(elsewhere.requests).toEqual([]);
  });

  it('that never begins its answer is left after ten seconds', async () => {
    sink.answer = () => undefined;
    expect((await failure(hook('/never'))).message).toBe('Not reached: no answer within 10 s');
  });

  it('that takes it has taken it, though the rest of its answer never comes or is cut off', async () => {
    sink.answer = (response, { path }) => {
      response.writeHead(200, path === '/cut' ? { 'content-length': '100' } : {}).write('ok');
      if (path === '/cut') setTimeout(() => response.destroy(), 100);
    };
    expect(await Promise.all([send(hook('/endless')), send(hook('/cut'))])).toEqual(['HTTP 200: ok', 'HTTP 200: ok']);
    expect(sink.requests).toHaveLength(2);
  });

  it('that says a part of its address back, or says it decoded, has it cut out', async () => {
    sink.answer = (response, { path }) =>
      response
        .writeHead(404)
        .end(`no ${path.split('/').at(-1)?.split('?')[0]}, ${decodeURIComponent(path)}, k3y%2Bvalue9`);
    const told = (await failure(hook('/services/T0AAA/s3cr3tTOKENvalue?key=k3y%2Bvalue9'))).message;
    expect(told).toMatch(/^HTTP 404: no …, /);
    for (const part of ['s3cr3tTOKENvalue', 'k3y+value9', 'k3y%2Bvalue9']) expect(told).not.toContain(part);
  });

  it('that does not listen is not reached', async () => {
    const url = `http://127.0.0.1:${await deadPort()}/`;
    expect((await failure({ ...hook(), url })).message).toBe('Not reached: nothing listens there');
  });
});

it('gives Slack text in which nothing calls or links anybody', async () => {
  const sink = await openHttpSink();
  try {
    const slack = channelSchema.parse({ name: 'chat', type: 'slack', url: `${sink.url}/services/T0/B0/x` });
    const loud = { ...message, text: 'a <!channel> & b\n' };
    await senders.slack(slack, new Clock()).send(loud, new AbortController().signal);
    expect(JSON.parse(sink.requests[0]?.body ?? '')).toEqual({ text: 'a &lt;!channel&gt; &amp; b' });
  } finally {
    await sink.end();
  }
});

describe('mail', () => {
  let sink: SmtpSink;
  const mail = (change: object = {}): ChannelConfig =>
    channelSchema.parse({
      ...{ name: 'mail', type: 'email', from: 'cutover@example.com', to: ['dba@example.com', 'boss@example.com'] },
      smtp: { host: 'localhost', port: sink.port, ca: sink.ca, ...login, ...change },
    });
  beforeAll(async () => (sink = await openSmtpSink()));
  afterAll(() => sink.end());

  it('goes out encrypted, with a login, to everybody named', async () => {
    expect(await send(mail())).toBe('250 queued as 4711');
    expect(sink.mails).toMatchObject([
      { from: 'cutover@example.com', to: ['dba@example.com', 'boss@example.com'], isEncrypted: true, user: 'cutover' },
    ]);
    const source = sink.mails[0]?.source ?? '';
    expect(source).toMatch(/^Subject: .*TEST/m);
    expect(source).toMatch(/^Message-ID: <m-1@example.com>/m);
    expect(source).toMatch(/^Auto-Submitted: auto-generated/m);
  });

  it('with a wrong password says so, and not the password', async () => {
    const failed = await failure(mail({ password: 'wrong-p4ssword' }));
    expect(failed.message).toMatch(/^The login was refused: 535/);
    expect(failed.message).not.toContain('wrong-p4ssword');
    expect(failed.action).toMatch(/smtp.password/);
  });

  it('is not sent, nor the login, to a server without STARTTLS', async () => {
    const plain = await openSmtpSink({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const failed = await failure(mail({ port: plain.port })).finally(plain.end);
    expect(failed.message).toMatch(/^TLS could not be begun/);
    expect(plain.mails).toEqual([]);
  });

  it('is not sent to a server with a certificate that nobody trusts', async () => {
    const failed = await failure(mail({ ca: undefined }));
    expect(failed.message).toBe('Not reached: its certificate is not trusted');
    expect(sink.mails).toHaveLength(1);
  });

  it('that is refused for one of two recipients says for whom', async () => {
    const picky = await openSmtpSink({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('boss') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
    });
    const answer = await send(mail({ port: picky.port, ca: picky.ca })).finally(picky.end);
    expect(answer).toBe('250 queued as 4711; refused for boss@example.com');
  });

  it('to a server that is down, or says nothing, is not delivered', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const ports = [await deadPort(), (silent.address() as AddressInfo).port];
    try {
      const failed = await Promise.all(ports.map((port) => failure(mail({ port }))));
      expect(failed.map(({ message: said }) => said)).toEqual([
        'Not reached: nothing listens there',
        'Not reached: no answer within 10 s',
      ]);
    } finally {
      silent.close();
    }
  });
});
