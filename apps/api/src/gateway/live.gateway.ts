import { Inject, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import {
  socketPath,
  type ClientToServerEvents,
  type JoinAnswer,
  type ServerToClientEvents,
  type WatchBackupsAnswer,
} from '@cutover/contracts';
import { merge, type Subscription } from 'rxjs';
import type { Server, Socket } from 'socket.io';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { AccessService } from '../platform/access/access.service.js';
import { Clock } from '../platform/clock.js';
import { ByteQueue } from './byte-queue.js';
import { LiveEvents, type LiveEvent } from './live-events.service.js';
import { judgeClient, type ClientState } from './slow-clients.js';
import { admitSocket } from './socket-login.js';

type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

interface Client {
  queue: ByteQueue;
  state: ClientState;
  /** The one migration it wants to hear of; null: of all. */
  migration: string | null;
  wantsBackups: boolean;
}

/** Slow clients are looked at so often when there is no event that would be the occasion. */
const sweepEveryMs = 1_000;

/** Clients that hear of all migrations. An event is encoded once for all who get it. */
const everyRoom = 'every migration';
/** Clients that asked for backups. */
const backupsRoom = 'backups';
const roomOf = (migration: string | null): string => (migration === null ? everyRoom : `migration ${migration}`);

/** Pushes the snapshot to a new browser, then every change, to all that keep up. */
@WebSocketGateway({ path: socketPath, serveClient: false })
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveGateway.name);
  private readonly clients = new Map<LiveSocket, Client>();
  /** Clients that wait for their snapshot. Those that come together get one that is encoded once. */
  private readonly newcomers = new Set<LiveSocket>();
  private welcoming: NodeJS.Immediate | null = null;
  private sweeping: NodeJS.Timeout | null = null;
  private events: Subscription | null = null;

  @WebSocketServer() private readonly server!: LiveServer;

  constructor(
    @Inject(CONFIG) private readonly config: CutoverConfig,
    private readonly live: LiveEvents,
    private readonly access: AccessService,
    private readonly clock: Clock,
  ) {}

  afterInit(server: LiveServer): void {
    server.use((socket, next) => void admitSocket(socket, this.access, this.config.server.trustProxy).then(next));
    this.events = merge(
      this.live.stream((migration) => this.hasListeners(migration)),
      this.live.backupsStream(() => this.server.sockets.adapter.rooms.has(backupsRoom)),
    ).subscribe((event) => this.publish(event));
    this.sweeping = setInterval(() => this.sweep(), sweepEveryMs).unref();
  }

  handleConnection(socket: LiveSocket): void {
    const { migration } = socket.handshake.auth as { migration?: unknown };
    const isKnown = typeof migration === 'string' && this.live.knows(migration);
    const client: Client = {
      ...{ queue: new ByteQueue(socket.conn), state: { slowSinceMs: null } },
      migration: isKnown ? migration : null,
      wantsBackups: false,
    };
    this.clients.set(socket, client);
    socket.on('join', (wanted, answer) => this.onJoin(socket, wanted, answer));
    socket.on('watch_backups', (isWanted, answer) => this.onWatchBackups(socket, isWanted, answer));
    this.welcome(socket);
  }

  handleDisconnect(socket: LiveSocket): void {
    this.clients.delete(socket);
    this.newcomers.delete(socket);
  }

  beforeApplicationShutdown(): void {
    this.events?.unsubscribe();
    if (this.sweeping !== null) clearInterval(this.sweeping);
    if (this.welcoming !== null) clearImmediate(this.welcoming);
    for (const socket of this.clients.keys()) end(socket);
  }

  /** How many browsers are connected, and how many of them do not keep up at the moment. */
  clientCounts(): { connected: number; slow: number } {
    const clients = [...this.clients.values()];
    return { connected: clients.length, slow: clients.filter(({ state }) => state.slowSinceMs !== null).length };
  }

  private hasListeners(migration: string | null): boolean {
    const { rooms } = this.server.sockets.adapter;
    return rooms.has(everyRoom) || rooms.has(migration === null ? backupsRoom : roomOf(migration));
  }

  /** What comes from a client is not to be trusted: neither its kind nor that an answer is wanted. */
  private onJoin(socket: LiveSocket, wanted: unknown, answer: unknown): void {
    const client = this.clients.get(socket);
    if (client === undefined) return;
    const tell = (outcome: JoinAnswer): unknown => typeof answer === 'function' && answer(outcome);
    if (wanted !== null && (typeof wanted !== 'string' || !this.live.knows(wanted))) {
      tell({ code: 'MIGRATION_UNKNOWN', message: 'There is no such migration; GET /api/migrations lists them' });
      return;
    }
    void socket.leave(roomOf(client.migration));
    client.migration = wanted;
    tell({ joined: wanted });
    // One that is slow gets its snapshot when it has caught up.
    if (client.state.slowSinceMs === null) this.welcome(socket);
  }

  private onWatchBackups(socket: LiveSocket, isWanted: unknown, answer: unknown): void {
    const client = this.clients.get(socket);
    if (client === undefined) return;
    client.wantsBackups = isWanted === true;
    if (typeof answer === 'function') answer({ backups: client.wantsBackups } satisfies WatchBackupsAnswer);
    if (!client.wantsBackups) void socket.leave(backupsRoom);
    else if (client.state.slowSinceMs === null) this.welcomeToBackups([socket]);
  }

  /** The snapshot first: whoever is in the room gets what changed since. */
  private welcomeToBackups(sockets: readonly LiveSocket[]): void {
    if (sockets.length === 0) return;
    emit(this.server.to(sockets.map(({ id }) => id)), this.live.backupsSnapshot());
    for (const socket of sockets) void socket.join(backupsRoom);
  }

  private welcome(socket: LiveSocket): void {
    this.newcomers.add(socket);
    this.welcoming ??= setImmediate(() => this.welcomeAll());
  }

  private welcomeAll(): void {
    this.welcoming = null;
    const groups = new Map<string | null, LiveSocket[]>();
    for (const socket of this.newcomers) {
      const migration = this.clients.get(socket)?.migration ?? null;
      groups.set(migration, [...(groups.get(migration) ?? []), socket]);
    }
    const toBackups = [...this.newcomers].filter((socket) => this.clients.get(socket)?.wantsBackups === true);
    this.newcomers.clear();
    for (const [migration, sockets] of groups) {
      const to = this.server.to(sockets.map(({ id }) => id));
      for (const event of this.live.snapshot(migration)) emit(to, event);
      for (const socket of sockets) {
        this.clients.get(socket)?.queue.excuse();
        void socket.join(roomOf(migration));
      }
    }
    this.welcomeToBackups(toBackups);
  }

  private publish(event: LiveEvent): void {
    this.sweep();
    emit(this.server.to(roomsOf(event)), event);
  }

  private sweep(): void {
    const nowMs = this.clock.monotonicMs();
    for (const [socket, client] of this.clients) {
      const judged = judgeClient(client.queue, client.state, nowMs);
      client.state = judged.state;
      if (judged.decision === 'resume') this.welcome(socket);
      else if (judged.decision === 'skip') {
        void socket.leave(roomOf(client.migration));
        void socket.leave(backupsRoom);
      } else if (judged.decision === 'disconnect') {
        this.logger.warn(
          { client: socket.id },
          'A browser did not keep up and was disconnected; it will reconnect by itself',
        );
        end(socket);
      }
    }
  }
}

/**
 * Ends the connection below Socket.IO: a browser that is told to disconnect would not come back by itself, and one that
 * does not read would never answer the closing handshake.
 */
function end(socket: LiveSocket): void {
  socket.conn.close(true);
  socket.conn.request.socket.destroy();
}

/** Alerts of backups are of no migration: whoever hears of all, or asked for backups, gets them once. */
function roomsOf(event: LiveEvent): string[] {
  if (event.type === 'backups_update') return [backupsRoom];
  return event.data.migration === null ? [everyRoom, backupsRoom] : [everyRoom, roomOf(event.data.migration)];
}

/** One place where the event's name and its envelope are brought together; the contract ties the two. */
function emit(to: { emit: (name: LiveEvent['type'], event: never) => unknown }, event: LiveEvent): void {
  to.emit(event.type, event as never);
}
