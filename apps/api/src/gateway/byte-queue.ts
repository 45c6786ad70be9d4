import type { Socket } from 'socket.io';

/** The part of a `ws` socket that says how much the network has not taken yet. */
interface BufferingTransport {
  socket?: { bufferedAmount?: number };
}

/**
 * Counts the bytes that wait for one connection: those that Engine.IO keeps (`packetCreate` for each packet, `drain` when
 * all are with the transport) and those that the transport has not got rid of.
 */
export class ByteQueue {
  private kept = 0;
  private excused = 0;

  constructor(private readonly connection: Socket['conn']) {
    connection.on('packetCreate', ({ data }: { data?: unknown }) => (this.kept += bytesOf(data)));
    connection.on('drain', () => (this.kept = 0));
  }

  /** Everything that waits. */
  get waitingBytes(): number {
    const { socket } = this.connection.transport as unknown as BufferingTransport;
    const waiting = this.kept + (socket?.bufferedAmount ?? 0);
    if (waiting === 0) this.excused = 0;
    return waiting;
  }

  /** What waits beside the snapshot, which is as long as it is and no sign of slowness. */
  get excessBytes(): number {
    const waiting = this.waitingBytes;
    return Math.max(0, waiting - this.excused);
  }

  /** Takes what is queued now for the snapshot. */
  excuse(): void {
    this.excused = this.waitingBytes;
  }
}

function bytesOf(data: unknown): number {
  if (typeof data === 'string') return Buffer.byteLength(data);
  return data instanceof Uint8Array ? data.byteLength : 0;
}
