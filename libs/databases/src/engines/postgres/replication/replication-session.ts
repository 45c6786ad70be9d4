import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { type OwnedConnection, ServerUnavailable } from '../../../session/server-connection.js';
import { within } from '../../../session/within.js';
import { formatLsn, readLsn } from '../lsn.js';
import { quoteIdentifier } from '../quote-identifier.js';
import { backendOf, destroy, hangUp } from '../session/postgres-connection.js';
import { decodePgoutput } from './decode-pgoutput.js';
import type { PgoutputMessage } from './pgoutput-message.js';
import { decodeStreamMessage, encodeStatus } from './stream-messages.js';

/** What the driver has, and its types do not tell. */
interface CopyConnection {
  on(event: 'copyData', listener: (message: { chunk: Buffer }) => void): void;
  sendCopyFromChunk(chunk: Buffer): void;
}

/** Status is told by itself this often, so that the server neither gives us up nor keeps log for us. */
const statusMs = 5_000;
/** While somebody waits for a position, the server is asked this often how far it is. */
const askMs = 5;

/**
 * A replication connection with a temporary logical slot, which ends with it. It reads the changes of publications as
 * committed transactions (pgoutput, protocol 1) and hands each message on at once: nothing is queued here.
 */
export class ReplicationSession implements OwnedConnection {
  private loss: string | null = null;
  private reached = 0n;
  private readonly slot = `cutover_${process.pid}_${randomBytes(6).toString('hex')}`;
  private statusTimer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;
  private readonly connection: CopyConnection;

  /** `onEnd` is called once, however it ends. */
  constructor(
    private readonly client: Client,
    private readonly onEnd: (session: ReplicationSession) => void,
  ) {
    this.connection = (client as unknown as { connection: CopyConnection }).connection;
    client.on('error', (error) => this.lose(error.message));
    client.on('end', () => this.lose('the server closed the connection'));
  }

  get isOpen(): boolean {
    return this.loss === null;
  }

  /** The process of the server behind this connection: it is what waits while a slot is made. */
  get backend(): number {
    return backendOf(this.client);
  }

  /** All transactions that end up to here were handed on. */
  get reachedLsn(): bigint {
    return this.reached;
  }

  /**
   * Makes the slot, and answers from where on it sees all commits. The server waits for every transaction of the cluster that
   * writes just then; null: it did not end waiting in time, and waits on. Rejects with the driver's error.
   */
  async createSlot(timeoutMs: number): Promise<bigint | null> {
    // A snapshot that a slot has exported loses rows, for good: see the README of proof/dialects/postgres. Said in the older way,
    // which every version knows; the newer one, (SNAPSHOT 'nothing'), is a syntax error before 15.
    const command = `CREATE_REPLICATION_SLOT ${quoteIdentifier(this.slot)} TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`;
    const making = this.client.query<{ consistent_point: string }>(command);
    const answer = await within(timeoutMs, making);
    return answer === null ? null : readLsn(answer.rows[0]!.consistent_point);
  }

  /** Begins to read from `from` on. `onMessage` must not throw for a message that it does not need. */
  start(from: bigint, publications: readonly string[], onMessage: (message: PgoutputMessage) => void): void {
    this.reached = from;
    this.connection.on('copyData', ({ chunk }) => {
      try {
        this.take(chunk, onMessage);
      } catch (error) {
        this.end(error instanceof Error ? error.message : String(error));
      }
    });
    const names = quoteText(publications.map(quoteIdentifier).join(','));
    const command =
      `START_REPLICATION SLOT ${quoteIdentifier(this.slot)} LOGICAL ${formatLsn(from)} ` +
      `(proto_version '1', publication_names ${names})`;
    this.client.query(command).then(
      () => this.end('the server ended the stream'),
      (error: Error) => this.end(error.message),
    );
    this.statusTimer = setInterval(() => this.tellStatus(false), statusMs);
    this.statusTimer.unref();
  }

  /**
   * Resolves with true once all that ends up to `lsn` was handed on, with false when that takes longer. Rejects with
   * ServerUnavailable when the connection was lost.
   */
  async reach(lsn: bigint, timeoutMs: number): Promise<boolean> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      if (this.loss !== null) throw new ServerUnavailable(`The stream of changes is gone: ${this.loss}`);
      if (this.reached >= lsn) return true;
      if (performance.now() > end) return false;
      this.tellStatus(true);
      await this.news(askMs);
    }
  }

  /** Hangs up; the server drops the slot. Never rejects. */
  async close(): Promise<void> {
    const wasOpen = this.isOpen;
    const { client } = this;
    this.lose('it was closed');
    // In the middle of a stream the server takes no leave: the connection is cut.
    if (wasOpen && this.statusTimer === undefined) await hangUp(client);
    else destroy(client);
  }

  private take(chunk: Buffer, onMessage: (message: PgoutputMessage) => void): void {
    const message = decodeStreamMessage(chunk);
    if (message.kind === 'alive') {
      this.advance(message.endLsn);
      if (message.wantsReply) this.tellStatus(false);
      return;
    }
    const change = decodePgoutput(message.payload);
    onMessage(change);
    if (change.kind === 'commit') this.advance(change.endLsn);
  }

  private advance(lsn: bigint): void {
    if (lsn > this.reached) this.reached = lsn;
    this.wake?.();
  }

  private news(longestMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, longestMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private tellStatus(wantsReply: boolean): void {
    if (this.isOpen) this.connection.sendCopyFromChunk(encodeStatus(this.reached, new Date(), wantsReply));
  }

  private end(why: string): void {
    this.lose(why);
    destroy(this.client);
  }

  private lose(why: string): void {
    if (this.loss !== null) return;
    this.loss = why;
    clearInterval(this.statusTimer);
    this.wake?.();
    this.onEnd(this);
  }
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
