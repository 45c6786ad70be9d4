import { socketPath, type EventName } from '@cutover/contracts';
import { io } from 'socket.io-client';

/** One dashboard, with what reached it. */
export interface CountedSocket {
  /** Bytes of event packets since it was opened, by name of the event. */
  bytesByEvent(): ReadonlyMap<string, number>;
  totalBytes(): number;
  close(): void;
}

/** Opens a socket and counts the bytes of every event that arrives, as the server wrote them. */
export function openCountedSocket(url: string): CountedSocket {
  const bytes = new Map<string, number>();
  const socket = io(url, { path: socketPath, transports: ['websocket'], forceNew: true });
  const count = (packet: { type: string; data?: unknown }): void => {
    if (typeof packet.data !== 'string') return;
    const name: EventName | 'other' = (/^2\["(\w+)"/.exec(packet.data)?.[1] as EventName | undefined) ?? 'other';
    bytes.set(name, (bytes.get(name) ?? 0) + Buffer.byteLength(packet.data));
  };
  socket.io.on('open', () => socket.io.engine.on('packet', count));
  return {
    bytesByEvent: () => bytes,
    totalBytes: () => [...bytes.values()].reduce((sum, some) => sum + some, 0),
    close: () => void socket.close(),
  };
}
