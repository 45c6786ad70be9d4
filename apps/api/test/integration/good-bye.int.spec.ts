import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roles, type Lab } from '@cutover/lab';
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

it('nor does one that is cancelled', async () => {
  const before = await abortedConnections();
  const verifier = await startVerifier(lab, configOf(lab));
  const cancel = new AbortController();
  const running = verifier.verify('shop.customers', {}, cancel.signal);
  cancel.abort();
  await running.catch(() => undefined);
  await verifier.close();
  expect(await abortedConnections()).toEqual(before);
});
