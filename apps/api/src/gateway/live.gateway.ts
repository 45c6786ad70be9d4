import { Inject, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { socketPath, type ClientToServerEvents, type ServerToClientEvents } from '@cutover/contracts';
import type { Subscription } from 'rxjs';
import type { Server, Socket } from 'socket.io';
import { CONFIG, type CutoverConfig } from '../config/config.schema.js';
import { AccessService } from '../platform/access/access.service.js';
import { Clock } from '../platform/clock.js';
import { LiveEvents, type LiveEvent } from './live-events.service.js';
import { PacketQueue } from './packet-queue.js';
import { judgeClient, type ClientState } from './slow-clients.js';
import { admitSocket } from './socket-login.js';

type LiveServer = Server<ClientToServerEvents, ServerToClientEvents>;
type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents>;

interface Client {
  queue: PacketQueue;
  state: ClientState;
}

/** Clients that keep up; events are encoded once for all of them. */
const liveRoom = 'live';

/** Pushes the snapshot to a new browser, then every change, to all that keep up. */
@WebSocketGateway({ path: socketPath, serveClient: false })
export class LiveGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveGateway.name);
  private readonly clients = new Map<LiveSocket, Client>();
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
    this.events = this.live.stream().subscribe((event) => this.publish(event));
  }

  handleConnection(socket: LiveSocket): void {
    this.clients.set(socket, { queue: new PacketQueue(socket.conn), state: { slowSinceMs: null } });
    this.welcome(socket);
  }

  handleDisconnect(socket: LiveSocket): void {
    this.clients.delete(socket);
  }

  beforeApplicationShutdown(): void {
    this.events?.unsubscribe();
    for (const socket of this.clients.keys()) end(socket);
  }

  /** How many browsers are connected, and how many of them do not keep up at the moment. */
  clientCounts(): { connected: number; slow: number } {
    const clients = [...this.clients.values()];
    return { connected: clients.length, slow: clients.filter(({ state }) => state.slowSinceMs !== null).length };
  }

  private welcome(socket: LiveSocket): void {
    for (const event of this.live.snapshot()) emit(socket, event);
    void socket.join(liveRoom);
  }

  private publish(event: LiveEvent): void {
    this.sweep();
    emit(this.server.to(liveRoom), event);
  }

  private sweep(): void {
    const nowMs = this.clock.monotonicMs();
    for (const [socket, client] of this.clients) {
      const judged = judgeClient({ queuedPackets: client.queue.length }, client.state, nowMs);
      client.state = judged.state;
      if (judged.decision === 'resume') this.welcome(socket);
      else if (judged.decision === 'skip') void socket.leave(liveRoom);
      else if (judged.decision === 'disconnect') {
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

/** One place where the event's name and its envelope are brought together; the contract ties the two. */
function emit(to: { emit: (name: LiveEvent['type'], event: never) => unknown }, event: LiveEvent): void {
  to.emit(event.type, event as never);
}
