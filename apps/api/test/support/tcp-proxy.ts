import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Where a server listens. */
interface Address {
  host: string;
  port: number;
}

/** A way to a server that a test can cut, or lead to another one. */
export interface TcpProxy extends Address {
  /** Cuts every connection that leads through, as a firewall does that has forgotten them (RST). */
  reset(): void;
  /** Passes nothing more on over the connections that stand, as when their server is gone without a word. */
  hold(): void;
  /** New connections lead to this server; those that stand stay where they are. */
  leadTo(server: Address): void;
  end(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1 and passes everything on. */
export async function startTcpProxy(first: Address): Promise<TcpProxy> {
  let { host, port } = first;
  const clients = new Set<Socket>();
  const listener = createServer((client) => {
    const server = connect(port, host);
    clients.add(client);
    client.on('close', () => clients.delete(client));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const)
      from
        .on('error', () => to.destroy())
        .on('close', () => to.destroy())
        .pipe(to);
    client.on('held', () => server.unpipe(client).pause());
    client.on('held', () => client.unpipe(server).pause());
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const reset = (): void => clients.forEach((client) => client.resetAndDestroy());
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    reset,
    hold: () => clients.forEach((client) => client.emit('held')),
    leadTo: (server) => ({ host, port } = server),
    end: async () => {
      reset();
      listener.close();
      await once(listener, 'close');
    },
  };
}
