// Reads a stream of changes from a slot of its own, as a pair of snapshots does, and then waits for ever: what a process looks
// like that is killed in the middle. Its standard input is one line of JSON: where to connect. Needs the compiled product.
import { openReplicationSession } from '@cutover/databases/postgres';
import { createInterface } from 'node:readline';

const [line] = await new Promise((resolve) =>
  createInterface({ input: process.stdin }).once('line', (...args) => resolve(args)),
);
const { endpoint, publications } = JSON.parse(line);
const owner = { role: 'source', fingerprint: null, onEnd: () => undefined };
const session = await openReplicationSession(endpoint, owner);
const start = await session.createSlot(10_000);
session.start(start, publications, () => undefined);
process.stdout.write('streaming\n');
setInterval(() => undefined, 1_000);
