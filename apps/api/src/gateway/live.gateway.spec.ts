import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Test } from '@nestjs/testing';
import { socketPath } from '@cutover/contracts';
import type { AddressInfo } from 'node:net';
import { Subject } from 'rxjs';
import { io, type Socket } from 'socket.io-client';
import { CONFIG } from '../config/config.schema.js';
import { AccessService } from '../platform/access/access.service.js';
import { Clock } from '../platform/clock.js';
import { UserError } from '../failures/failures.js';
import { LiveEvents, type HasListeners, type LiveEvent } from './live-events.service.js';
import { LiveGateway } from './live.gateway.js';
import { patienceMs } from './slow-clients.js';

const event = (name: string, padding = 0, migration = 'shop'): LiveEvent =>
  ({
    type: 'metrics_update',
    timestamp: '2026-11-20T03:00:00.000Z',
    data: { name, migration, padding: 'x'.repeat(padding) },
  }) as unknown as LiveEvent;
const nameOf = (received: unknown): string => (received as { data: { name: string } }).data.name;

describe('LiveGateway', () => {
  let app: INestApplication;
  let url: string;
  let nowMs = 0;
  let isRefusing = false;
  const stream = new Subject<LiveEvent>();
  const sockets: Socket[] = [];
  let snapshots = 0;
  let hasListeners: HasListeners = () => false;
  const backups = new Subject<LiveEvent>();
  let hasBackupListeners = (): boolean => false;
  const ofBackups = (name: string): LiveEvent =>
    ({ type: 'backups_update', timestamp: '2026-11-20T03:00:00.000Z', data: { name } }) as unknown as LiveEvent;
  const live = {
    knows: (migration: string) => ['shop', 'crm'].includes(migration),
    snapshot: (migration: string | null) => {
      snapshots += 1;
      return [event(`snapshot of ${migration ?? 'all'}`)];
    },
    stream: (ask: HasListeners) => {
      hasListeners = ask;
      return stream;
    },
    backupsSnapshot: () => ofBackups('all backups'),
    backupsStream: (ask: () => boolean) => {
      hasBackupListeners = ask;
      return backups;
    },
  };

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      providers: [
        LiveGateway,
        { provide: LiveEvents, useValue: live },
        { provide: CONFIG, useValue: { server: { trustProxy: false } } },
        { provide: Clock, useValue: { monotonicMs: () => nowMs } },
        {
          provide: AccessService,
          useValue: {
            authenticate: async () => {
              if (isRefusing) throw new UserError(401, 'LOGIN_REQUIRED', 'Log in');
            },
          },
        },
      ],
    }).compile();
    app = module.createNestApplication({ logger: false });
    app.useWebSocketAdapter(new IoAdapter(app));
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
    isRefusing = false;
  });
  afterAll(() => app.close());

  function connect(transports: string[] = ['websocket']): Socket {
    const socket = io(url, { path: socketPath, transports, forceNew: true, reconnection: false });
    sockets.push(socket);
    return socket;
  }
  const next = (socket: Socket, name: string): Promise<unknown> => new Promise((resolve) => socket.once(name, resolve));

  it.each([['websocket'], ['polling']])(
    'gives a new client the snapshot first, then changes (%s)',
    async (transport) => {
      const socket = connect([transport]);
      expect(nameOf(await next(socket, 'metrics_update'))).toBe('snapshot of all');
      const change = next(socket, 'metrics_update');
      stream.next(event('change'));
      expect(nameOf(await change)).toBe('change');
    },
  );

  it('encodes one snapshot for browsers that come together', async () => {
    snapshots = 0;
    const first = connect();
    const second = connect();
    await Promise.all([next(first, 'metrics_update'), next(second, 'metrics_update')]);
    const connected = snapshots;
    // Both ask in the same moment of the server.
    const gateway = app.get(LiveGateway) as unknown as { clients: Map<object, object>; welcome(socket: object): void };
    for (const socket of gateway.clients.keys()) gateway.welcome(socket);
    await Promise.all([next(first, 'metrics_update'), next(second, 'metrics_update')]);
    expect(snapshots).toBe(connected + 1);
  });

  it('gives a client that joined one migration the events of that one only, and says who listens', async () => {
    const socket = io(url, { path: socketPath, transports: ['websocket'], forceNew: true, auth: { migration: 'crm' } });
    sockets.push(socket);
    expect(nameOf(await next(socket, 'metrics_update'))).toBe('snapshot of crm');
    expect([hasListeners('shop'), hasListeners('crm')]).toEqual([false, true]);
    const received: string[] = [];
    socket.on('metrics_update', (e) => received.push(nameOf(e)));
    stream.next(event('of shop', 0, 'shop'));
    stream.next(event('of crm', 0, 'crm'));
    await next(socket, 'metrics_update');
    expect(received).toEqual(['of crm']);

    const welcomed = next(socket, 'metrics_update');
    expect(await socket.emitWithAck('join', 'shop')).toEqual({ joined: 'shop' });
    expect(nameOf(await welcomed)).toBe('snapshot of shop');
    expect([hasListeners('shop'), hasListeners('crm')]).toEqual([true, false]);
    expect(await socket.emitWithAck('join', 'unheard')).toMatchObject({ code: 'MIGRATION_UNKNOWN' });
    expect(await socket.emitWithAck('join', { not: 'a name' })).toMatchObject({ code: 'MIGRATION_UNKNOWN' });
  });

  it('gives backups to who asked for them, as long as they do, and alerts of no migration to those and who hears of all', async () => {
    const asking = io(url, { path: socketPath, transports: ['websocket'], forceNew: true, auth: { migration: 'crm' } });
    const limited = io(url, {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
      auth: { migration: 'crm' },
    });
    const everything = connect();
    sockets.push(asking, limited);
    const seen: string[] = [];
    for (const [who, socket] of Object.entries({ asking, limited, everything }))
      for (const name of ['backups_update', 'alert']) socket.on(name, (e) => seen.push(`${who} ${nameOf(e)}`));
    await Promise.all([asking, limited, everything].map((socket) => next(socket, 'metrics_update')));
    expect(hasBackupListeners()).toBe(false);
    const welcomed = next(asking, 'backups_update');
    expect(await asking.emitWithAck('watch_backups', true)).toEqual({ backups: true });
    await welcomed;
    expect(hasBackupListeners()).toBe(true);
    // After a loss, or once a slow client has caught up, with the rest of the snapshot.
    const again = next(asking, 'backups_update');
    await asking.emitWithAck('join', 'shop');
    await again;
    backups.next(ofBackups('a change'));
    stream.next({ ...event('an alert'), type: 'alert', data: { name: 'an alert', migration: null } } as never);
    const settled = [asking, limited, everything].map((socket) => next(socket, 'metrics_update'));
    for (const migration of ['shop', 'crm']) stream.next(event('end', 0, migration));
    await Promise.all(settled);
    expect(seen.sort()).toEqual([
      ...['asking a change', 'asking all backups', 'asking all backups', 'asking an alert', 'everything an alert'],
    ]);
    expect(await asking.emitWithAck('watch_backups', 'no kind of answer')).toEqual({ backups: false });
    expect(hasBackupListeners()).toBe(false);
  });

  it('refuses a client that may not log in, and says why', async () => {
    isRefusing = true;
    const refusal = (await next(connect(), 'connect_error')) as Error & { data?: { code: string } };
    expect(refusal.message).toBe('Log in');
    expect(refusal.data).toEqual({ code: 'LOGIN_REQUIRED' });
  });

  it('thins, then drops a client that stops reading, while others get everything', async () => {
    const slow = connect();
    const quick = connect();
    await Promise.all([next(slow, 'metrics_update'), next(quick, 'metrics_update')]);
    const received: string[] = [];
    quick.on('metrics_update', (e) => received.push(nameOf(e)));
    // The client's side of the connection stops reading: the server's writes pile up behind the kernel's buffers.
    const engine = (slow.io.engine as unknown as { transport: { ws: { _socket: { pause(): void } } } }).transport;
    engine.ws._socket.pause();

    const count = 200;
    for (let i = 0; i < count; i++) {
      stream.next(event(`e${i}`, 200_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const gateway = app.get(LiveGateway);
    expect(gateway.clientCounts()).toEqual({ connected: 2, slow: 1 });

    nowMs += patienceMs + 1;
    stream.next(event('last'));
    while (!received.includes('last')) await next(quick, 'metrics_update');
    while (gateway.clientCounts().connected > 1) await new Promise((resolve) => setImmediate(resolve));
    expect(received).toHaveLength(count + 1);
    expect(gateway.clientCounts()).toEqual({ connected: 1, slow: 0 });
  });
});
