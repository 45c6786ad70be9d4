import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { engines } from '../engines.js';
import { failureKind } from '../failure.js';

/** The first packet of MariaDB; a server goes on to read, and this one hangs up on what it does not understand. */
const greeting = Buffer.concat([
  Buffer.from([0x6c, 0, 0, 0, 10]),
  Buffer.from('5.5.5-10.11.6-MariaDB\0', 'latin1'),
  Buffer.alloc(82),
]);

let listener: Server;
let connections = 0;
const sockets = new Set<Socket>();

async function listen(onConnection: (client: Socket) => void): Promise<number> {
  connections = 0;
  listener = createServer((client) => {
    connections += 1;
    sockets.add(client.on('error', () => undefined));
    onConnection(client);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return (listener.address() as AddressInfo).port;
}

afterEach(() => {
  jest.restoreAllMocks();
  listener.close();
  sockets.forEach((socket) => socket.destroy());
});

const attempt = (engine: 'postgres' | 'mariadb', port: number, tls?: { verify: boolean }): Promise<unknown> =>
  engines[engine]
    .connect(
      { host: '127.0.0.1', port, username: 'cutover', password: 'x', database: 'shop', tls, rds: false },
      () => undefined,
    )
    .catch((error: unknown) => error);

describe.each([
  ['plain', undefined],
  ['over TLS', { verify: true }],
])('a server of another engine, %s', (_, tls) => {
  it('is left alone for five minutes once it was recognised', async () => {
    const port = await listen((client) => {
      client.write(greeting);
      client.on('data', () => client.destroy());
    });
    for (let n = 0; n < 20; n++) expect(failureKind(await attempt('postgres', port, tls))).toBe('engine-mismatch');
    expect(connections).toBe(2);
    const later = performance.now() + 300_001;
    jest.spyOn(performance, 'now').mockReturnValue(later);
    expect(failureKind(await attempt('postgres', port, tls))).toBe('engine-mismatch');
    expect(connections).toBe(4);
  });
});

it('a server that cannot be recognised is looked at once in five minutes', async () => {
  const port = await listen((client) => client.end());
  for (let n = 0; n < 20; n++) expect(failureKind(await attempt('mariadb', port))).toBe('connection-lost');
  expect(connections).toBe(21);
});

it('a server that answered in our protocol is not looked at', async () => {
  // N: no TLS. Then an error of a number that we do not know, as MariaDB sends it before its greeting.
  const noTls = await listen((client) => client.on('data', () => client.write('N')));
  expect(failureKind(await attempt('postgres', noTls, { verify: true }))).toBe('tls-not-offered');
  expect(connections).toBe(1);
  listener.close();
  const message = Buffer.from('FATAL\0', 'latin1');
  const fields = Buffer.concat([Buffer.from('S'), message, Buffer.from('CXX099\0Mnew\0\0')]);
  const header = Buffer.from([0x45, 0, 0, 0, fields.length + 4]);
  const refusing = await listen((client) => client.on('data', () => client.end(Buffer.concat([header, fields]))));
  expect(failureKind(await attempt('postgres', refusing))).toBe('other');
  expect(connections).toBe(1);
});
