import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import type { EndpointTls } from '../../../endpoint.js';
import { failureKind } from '../../../failure.js';
import { postgres } from '../postgres-engine.js';

/** AuthenticationCleartextPassword. */
const askInClearText = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

const folder = mkdtempSync(join(tmpdir(), 'cutover-clear-text-'));
const [key, ca] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
const sockets = new Set<Socket>();
let server: Server;
/** What the server was told, after the start. */
let told: string;

/** Asks everybody for the password in clear text, over TLS where the client wants that. */
function askPassword(client: Socket): void {
  client.once('data', (first: Buffer) => {
    if (first.length !== 8) {
      client.on('data', (data: Buffer) => (told += data.toString('latin1')));
      client.write(askInClearText);
      return;
    }
    client.write('S');
    const secure = new TLSSocket(client, { isServer: true, key: readFileSync(key), cert: readFileSync(ca) });
    askPassword(secure.on('error', () => undefined));
  });
}

beforeAll(async () => {
  const subject = ['-subj', '/CN=fake', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1', '-nodes'];
  const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-keyout', key, '-out', ca];
  execFileSync('openssl', ['req', '-x509', ...subject, ...keys], { stdio: 'ignore' });
  server = createServer((client) => {
    sockets.add(client.on('error', () => undefined));
    askPassword(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

beforeEach(() => (told = ''));

afterAll(() => {
  server.close();
  sockets.forEach((socket) => socket.destroy());
  rmSync(folder, { recursive: true });
});

const endpoint = (tls: EndpointTls | undefined) => ({
  ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, username: 'cutover', database: 'shop' },
  ...{ password: 'hunter2', rds: false, tls },
});

describe('a server that asks for the password in clear text', () => {
  it.each([
    ['plain', undefined],
    ['over TLS that verifies nothing', { verify: false }],
  ])('is not given it: %s', async (_, tls) => {
    const subject = endpoint(tls);
    const error: unknown = await postgres.connect(subject, () => undefined).catch((thrown: unknown) => thrown);
    expect(told).toBe('');
    const session = postgres.openSession(subject, { role: 'source', fingerprint: null, onEnd: () => undefined });
    await expect(session).rejects.toMatchObject({ code: 'CLEAR_TEXT_PASSWORD' });
    expect(told).toBe('');
    expect(failureKind(error)).toBe('password-in-clear-text');
    expect(postgres.explainFault(error, subject)).toMatchObject({
      code: 'CLEAR_TEXT_PASSWORD',
      headline: 'it asks for the password in clear text, and nothing proves that it is the server',
      action: expect.stringMatching(/pg_hba\.conf.*scram-sha-256.*tls\.ca/) as string,
    });
  });

  it('is given it where its certificate was verified', async () => {
    const session = postgres.openSession(endpoint({ ca, verify: true }), {
      role: 'source',
      fingerprint: null,
      onEnd: () => undefined,
    });
    session.catch(() => undefined);
    while (!told.includes('\0')) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told).toContain('hunter2');
    sockets.forEach((socket) => socket.destroy());
    await expect(session).rejects.toThrow();
  });
});
