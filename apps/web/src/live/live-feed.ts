import type { EventData, EventName, SocketEvent } from '@cutover/contracts';
import { FrameBatch, type Schedule } from './frame-batch.js';
import type { LiveSocket } from './live-socket.js';
import { closingReason, openingReason, type LiveState } from './live-state.js';

/** One thing that happened, as it came over the socket. */
export type LiveEvent = { [Name in EventName]: SocketEvent<Name, EventData[Name]> }[EventName];

/** What the feed tells. */
export interface FeedListener {
  /** Events in the order they came, a frame's worth at once. */
  received(events: readonly LiveEvent[]): void;
  changed(state: LiveState, reason: string | null): void;
  /** The sending time of a message, for the clock. */
  sent(timestamp: string, receivedAtMs: number): void;
  /** Asks for everything over REST. Rejects when nothing could be had. */
  poll(): Promise<void>;
}

/** How long the socket may be gone before figures are asked for over REST, and how often then. */
export const pollEveryMs = 5000;
/** A server that closed the connection itself (a slow client, say) is asked again after this long. */
const reopenAfterMs = 1000;

/** Keeps figures coming: by socket while there is one, by REST while there is not. */
export class LiveFeed {
  private readonly batch: FrameBatch<LiveEvent>;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private reason = '';
  private isStopped = false;
  private wantsBackups = false;

  constructor(
    private readonly socket: LiveSocket,
    private readonly listener: FeedListener,
    schedule?: Schedule,
  ) {
    this.batch = new FrameBatch((events) => listener.received(events), schedule);
  }

  /** Starts to listen; call once. */
  start(): void {
    const take = (event: LiveEvent): void => {
      this.listener.sent(event.timestamp, Date.now());
      this.batch.add(event);
    };
    this.socket.on('metrics_update', take);
    this.socket.on('alert', take);
    this.socket.on('connection_status', take);
    this.socket.on('checksum_progress', take);
    this.socket.on('readiness_update', take);
    this.socket.on('encryption_update', take);
    this.socket.on('freeze_proof', take);
    this.socket.on('backups_update', take);
    this.socket.on('connect', () => this.opened());
    this.socket.on('disconnect', (reason) => {
      this.lost(closingReason(reason));
      if (reason === 'io server disconnect') setTimeout(() => this.isStopped || this.socket.connect(), reopenAfterMs);
    });
    this.socket.on('connect_error', (error) => this.lost(this.reason || openingReason(error.message)));
  }

  /** Asks for what happens to backups, or for no more of it; again after each loss of the connection. */
  watchBackups(isWanted: boolean): void {
    this.wantsBackups = isWanted;
    if (this.socket.connected) this.socket.emit('watch_backups', isWanted);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.pollTimer);
    this.socket.disconnect();
  }

  private opened(): void {
    clearTimeout(this.pollTimer);
    this.pollTimer = undefined;
    this.reason = '';
    this.listener.changed('live', null);
    if (this.wantsBackups) this.socket.emit('watch_backups', true);
  }

  private lost(reason: string): void {
    if (this.isStopped) return;
    this.reason = reason;
    // While REST still answers, a failing attempt to reopen the socket changes nothing.
    if (this.pollTimer !== undefined) return;
    this.listener.changed('disconnected', reason);
    this.pollTimer = setTimeout(() => void this.pollOnce(), pollEveryMs);
  }

  private async pollOnce(): Promise<void> {
    let outcome: [LiveState, string];
    try {
      await this.listener.poll();
      outcome = ['polling', this.reason];
    } catch (error) {
      outcome = ['disconnected', error instanceof Error ? error.message : this.reason];
    }
    // The socket may have come back, or the page gone, while we waited.
    if (this.isStopped || this.socket.connected) return;
    this.listener.changed(...outcome);
    this.pollTimer = setTimeout(() => void this.pollOnce(), pollEveryMs);
  }
}
