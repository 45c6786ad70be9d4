import type { ClientToServerEvents, ServerToClientEvents, socketPath } from '@cutover/contracts';
import { io, type Socket } from 'socket.io-client';

/** Typed against the contract; the value is written here because importing it would bring the schemas into the bundle. */
const path: typeof socketPath = '/ws';

/** What the feed needs of a socket. */
export type LiveSocket = Pick<
  Socket<ServerToClientEvents, ClientToServerEvents>,
  'on' | 'emit' | 'connect' | 'disconnect' | 'connected'
>;

/** Opens the one socket of the page: WebSocket first, long polling where a proxy lets nothing else through. */
export function openLiveSocket(): LiveSocket {
  return io({
    path,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    timeout: 8000,
  });
}
