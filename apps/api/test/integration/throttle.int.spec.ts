import type { Lab } from '@cutover/lab';
import { eventually } from '../support/eventually.js';
import { configOf, labPair } from '../support/lab-pair.js';
import { createTwin, type TwinDatabase } from '../support/twin-database.js';
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
