import type { Lab } from '@cutover/lab';
import { Throttle } from '../../src/checksum/load/throttle.js';
import { usualLooks } from '../../src/checksum/load/usual-level.js';
import { Clock } from '../../src/platform/clock.js';
import { keepThreadsRunning } from '../support/busy-threads.js';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
import { startConnections, whenUp } from '../support/watched-pair.js';
import { startVerifier, type Verifier } from '../support/verifier.js';

const maxHistoryListLength = 500;

let lab: Lab;
let twin: TwinDatabase;
let verifier: Verifier;

beforeAll(async () => {
  lab = await labPair();
  twin = await createTwin(lab, 'throttle');
  await twin.both('CREATE TABLE t (id INT PRIMARY KEY, v INT)', 'INSERT INTO t VALUES (1, 0)');
  const { verification, ...config } = configOf(lab, { databases: [twin.name] });
  verifier = await startVerifier(lab, { ...config, verification: { ...verification, maxHistoryListLength } });
});

afterAll(async () => {
  await verifier.close();
  await twin.drop();
});

it('leaves a server alone that cannot purge, says why, and goes on when it has', async () => {
  let id = '';
  await lab.withAdmin('target', async (root) => {
    await root.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await twin.only(
      'target',
      `BEGIN NOT ATOMIC FOR i IN 0..${2 * maxHistoryListLength} DO UPDATE t SET v = i; END FOR; UPDATE t SET v = 0; END`,
    );
    ({ id } = await verifier.checksums.start('shop', { tables: ['throttle.t'] }));
    await eventually('the run waits', () =>
      /^Innodb_history_list_length on the target is \d+, over 500 \(verification\.maxHistoryListLength\)$/.test(
        verifier.checksums.activeRun('shop')?.pausedBecause ?? '',
      ),
    );
    await root.query('ROLLBACK');
  });
  const run = await eventually('the run ends', async () => {
    const current = await verifier.checksums.run('shop', id);
    return current.state !== 'running' && current;
  });
  expect(run).toMatchObject({ state: 'finished', verdict: 'matched' });
});

it('verifies a server that is over the limit as usual, once five minutes of looks have told what is usual', async () => {
  const config = configOf(lab);
  const connections = await whenUp(startConnections(config));
  const calm = keepThreadsRunning(lab, 'source', 12);
  // Each look comes a second after the one before it, by this clock.
  let nowMs = 0;
  const clock = Object.assign(new Clock(), { monotonicMs: () => (nowMs += 1_000) });
  const throttleOf = (adaptToLoad: boolean): Throttle =>
    new Throttle(
      { ...config, verification: { ...config.verification, maxThreadsRunning: 5, adaptToLoad } },
      connections,
      clock,
    );
  const lookAll = async (throttle: Throttle): Promise<string | null> => {
    let reason: string | null = null;
    for (let looks = 0; looks <= usualLooks; looks++) reason = await throttle.reason('shop');
    return reason;
  };
  try {
    await eventually('the threads run', async () => (await throttleOf(true).reason('shop')) !== null);
    const adapting = throttleOf(true);
    expect(await adapting.reason('shop')).toMatch(/^Threads_running on the source is \d+, over 5 \(verification/);
    expect(await lookAll(adapting)).toBeNull();
    const [excess] = adapting.usual.excesses('shop');
    expect(excess).toMatchObject({ role: 'source', counter: 'Threads_running', configured: 5 });
    expect(excess?.limit).toBeGreaterThan(12);
    expect(await lookAll(throttleOf(false))).toMatch(/over 5 \(verification\.maxThreadsRunning\)/);
  } finally {
    await calm();
    await connections.onApplicationShutdown();
  }
});
