import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LabError } from '../lab.errors.js';

/**
 * Below the range that systems hand out for outgoing connections: a server of the lab is stopped and started
 * again on the same port, and nobody may have taken it meanwhile.
 */
const lowest = 21_000;
const beyond = 30_000;

/** Finds a port of the loopback address on which nobody listens, other than those in `taken`. */
export async function findFreePort(taken: readonly number[] = []): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(lowest, beyond);
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  throw new LabError(`No free port on 127.0.0.1 between ${lowest} and ${beyond}.`, 'Take down labs you do not need.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
