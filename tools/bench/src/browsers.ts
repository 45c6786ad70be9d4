import { socketPath, type ServerToClientEvents } from '@cutover/contracts';
import { io, type Socket } from 'socket.io-client';

/** Many dashboards at once, each on a socket of its own. */
export interface Browsers {
  /** For every sample: ms from its being taken until the last socket had it. Samples that did not reach all are left out and counted. */
  deliveriesMs(): number[];
  incompleteSamples(): number;
  disconnects(): number;
  close(): void;
}

/** Connects `count` sockets and resolves when all are connected. */
export async function openBrowsers(url: string, count: number): Promise<Browsers> {
  const received = new Map<string, { sockets: number; lastMs: number }>();
  let disconnects = 0;
  let isOpen = false;
  const sockets = Array.from({ length: count }, () => {
    const socket: Socket<ServerToClientEvents> = io(url, {
      path: socketPath,
      transports: ['websocket'],
      forceNew: true,
    });
    let seen = '';
    socket.on('metrics_update', ({ data }) => {
      const measuredAt = data.replicaLag?.measuredAt;
      // The same sample comes again with every other change; only its first arrival counts, and only once all are here.
      if (!isOpen || !measuredAt || measuredAt === seen) return;
      const isFirst = seen === '';
      seen = measuredAt;
      if (isFirst) return;
      const delivery = received.get(measuredAt) ?? { sockets: 0, lastMs: 0 };
      received.set(measuredAt, { sockets: delivery.sockets + 1, lastMs: Date.now() - Date.parse(measuredAt) });
    });
    socket.on('disconnect', () => isOpen && disconnects++);
    return socket;
  });
  await Promise.all(sockets.map((s) => new Promise<void>((resolve) => s.once('connect', () => resolve()))));
  isOpen = true;
  const complete = () => [...received.values()].filter((d) => d.sockets === count);
  return {
    deliveriesMs: () => complete().map((d) => d.lastMs),
    incompleteSamples: () => received.size - complete().length,
    disconnects: () => disconnects,
    close: () => {
      isOpen = false;
      for (const socket of sockets) socket.close();
    },
  };
}
