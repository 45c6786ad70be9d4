/**
 * A program of its own: starts replication on the target again when the process that stopped it is gone.
 *
 * The first line on standard input says where to connect, as JSON (never an argument, which others could read). `done` on
 * standard input ends the watchdog: nothing is to be undone. The end of the input, or the deadline, means that the parent died
 * or hangs: the watchdog then starts replication again and watches for some seconds that it keeps running.
 */
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { EndpointConfig } from '../../../../config/config.schema.js';
import type { DedicatedSession } from '@cutover/databases';
import { openDedicatedSession } from '@cutover/databases/mysql-family';
import { restartReplication } from './restart-replication.js';
import { watchdogDone, watchdogLimitMs, watchdogReady } from './watchdog-protocol.js';

/** So long it keeps looking: a STOP SLAVE that its sender sent before it died may still take effect. */
const afterwardsMs = 3_000;
/**
 * So long it tries. A STOP SLAVE may wait for a statement of hours, an ALTER TABLE for example, and takes effect when that
 * ends: a watchdog that has gone by then leaves replication stopped for good.
 */
const tryForMs = 24 * 3_600_000;
/**
 * START SLAVE waits behind such a STOP SLAVE, and stays on the server until then even when nobody waits for it any more.
 * So one is given time, or there would be hundreds.
 */
const statementMs = 10 * 60_000;
/** A target that cannot be reached for so long has gone down: replication starts with it when it comes back. */
const unreachableForMs = 10 * 60_000;
/** The pause between two tries grows up to this while the target cannot be reached. */
const longestPauseMs = 5_000;

let endpoint: EndpointConfig | null = null;
let session: DedicatedSession | null = null;
let hasBegun = false;

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line === watchdogDone) process.exit(0);
  if (endpoint !== null) return;
  endpoint = JSON.parse(line) as EndpointConfig;
  const limit = setTimeout(() => void act(), watchdogLimitMs);
  limit.unref();
  // It connects before anything is stopped: later the server may be full, and time is short.
  connected().then(
    () => process.stdout.write(`${watchdogReady}\n`),
    () => process.exit(1),
  );
});
lines.on('close', () => void act());
// The process at the other end of these pipes may be gone.
process.stdout.on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void act());

async function act(): Promise<void> {
  if (hasBegun) return;
  hasBegun = true;
  if (endpoint === null) process.exit(0);
  const startMs = performance.now();
  let pauseMs = 100;
  let lostSinceMs: number | null = null;
  for (let runsSinceMs: number | null = null; performance.now() - startMs < tryForMs; await pause(pauseMs)) {
    try {
      const error = await restartReplication(await connected(), statementMs);
      pauseMs = 100;
      lostSinceMs = null;
      runsSinceMs ??= performance.now();
      if (error !== null || performance.now() - runsSinceMs > afterwardsMs) process.exit(0);
    } catch {
      // The connection was lost or refused: try again on a new one.
      runsSinceMs = null;
      lostSinceMs ??= performance.now();
      if (performance.now() - lostSinceMs > unreachableForMs) break;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      await session?.close();
    }
  }
  process.exit(1);
}

async function connected(): Promise<DedicatedSession> {
  if (session?.isOpen) return session;
  if (endpoint === null) throw new Error('No endpoint');
  session = await openDedicatedSession(endpoint, 'mariadb', {
    role: 'target',
    fingerprint: null,
    onEnd: () => undefined,
  });
  return session;
}
