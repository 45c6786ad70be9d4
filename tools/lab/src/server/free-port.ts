import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LabError } from '../lab.errors.js';

/**
 * Below the range that systems hand out for connections and for whoever listens on "any" port: what is found here is
 * taken a while later, and again after a restart, and nobody may have been given it meanwhile.
 */
const lowest = 21_000;
const beyond = 30_000;

/**
 * Finds a port of the loopback address on which nobody listens, and which no other process of the lab and its tests
 * has found: what it is meant for may take seconds to listen there.
 * @throws LabError when there is none.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(lowest, beyond);
    if ((await claim(port)) && (await isFree(port))) return port;
  }
  throw new LabError(`No free port on 127.0.0.1 between ${lowest} and ${beyond}.`, 'Take down labs you do not need.');
}

/** What this process has found: also where there are no abstract sockets. */
const found = new Set<number>();

/**
 * By an abstract socket of Linux: it is in no folder, and gone with this process however that ends. On other systems
 * processes may find the same.
 */
function claim(port: number): Promise<boolean> {
  if (found.has(port)) return Promise.resolve(false);
  found.add(port);
  if (process.platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    const holder = createServer().unref();
    holder.once('error', () => resolve(false));
    holder.listen(`\0cutover-port-${port}`, () => resolve(true));
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
