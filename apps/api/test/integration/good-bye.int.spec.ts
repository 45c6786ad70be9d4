import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roles, type Lab } from '@cutover/lab';
import { createConnection } from 'mysql2/promise';
import { eventually } from '../support/eventually.js';
import { comparing } from '../support/our-statements.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { startVerifier } from '../support/verifier.js';

let lab: Lab;

beforeAll(async () => {
  lab = await labPair();
  await lab.catchUp();
});

/** Warnings of the server that one of our connections went away without leave. */
async function abortedConnections(): Promise<string[]> {
  const logs = await Promise.all(roles.map((role) => readFile(join(lab.home, role, 'error.log'), 'utf8')));
  return logs.flatMap((log) => log.split('\n')).filter((line) => /Aborted connection.*user: 'cutover'/.test(line));
}

it('a verification leaves no aborted connection behind in the log of either server', async () => {
  const before = await abortedConnections();
  const verifier = await startVerifier(lab, configOf(lab));
  await verifier.checksumAll();
  await verifier.close();
  expect(await abortedConnections()).toEqual(before);
});

it('nor does one that is cancelled while a statement of it runs', async () => {
  const before = await abortedConnections();
  const verifier = await startVerifier(lab, configOf(lab));
  const cancel = new AbortController();
  await lab.withAdmin('source', async (root) => {
    await root.query('LOCK TABLES customers WRITE');
    const running = verifier.verify('shop.customers', {}, cancel.signal);
    await eventually('a statement waits for the lock', async () => (await comparing(lab, 'source', 'customers')) === 1);
    cancel.abort();
    await running.catch(() => undefined);
  });
  await verifier.close();
  expect(await abortedConnections()).toEqual(before);
});

it('would be seen: a client that hangs up without a word is in the log', async () => {
  const before = await abortedConnections();
  const { host, port, user, password, tls } = lab.endpoints.source;
  const rude = await createConnection({ host, port, user, password, ssl: { ca: await readFile(tls.ca, 'utf8') } });
  rude.on('error', () => undefined);
  rude.destroy();
  await eventually('the server has noticed', async () => (await abortedConnections()).length > before.length);
});
