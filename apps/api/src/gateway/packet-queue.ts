import type { Socket } from 'socket.io';

/**
 * Counts the packets of one connection that the server has made and not yet handed to the network: Engine.IO says
 * `packetCreate` for each, and `drain` when all are with the transport.
 */
export class PacketQueue {
  private queued = 0;

  constructor(connection: Socket['conn']) {
    connection.on('packetCreate', () => this.queued++);
    connection.on('drain', () => (this.queued = 0));
  }

  get length(): number {
    return this.queued;
  }
}
