import { createServer } from 'node:net';

/** True when nothing listens on the loopback port. */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The first free port from `first` on; null when the next hundred are taken. */
export async function freePortFrom(first) {
  for (let port = first; port < first + 100 && port < 65_536; port++) if (await isPortFree(port)) return port;
  return null;
}
