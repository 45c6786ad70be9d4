import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCutoverConfig, type Lab } from '@cutover/lab';
import type { VerifyJson } from '../../src/cli/verify/verify-report.js';
import { keepThreadsRunning } from '../support/busy-threads.js';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { runCommand } from '../support/run-command.js';

let lab: Lab;
let folder: string;
let config: string;
let ownId: number;

beforeAll(async () => {
  lab = await labPair();
  folder = mkdtempSync(join(tmpdir(), 'cutover-verify-'));
  config = writeCutoverConfig(folder, lab.endpoints, {
    port: 0,
    sections: { verification: { maxThreadsRunning: 5 } },
  });
  await lab.withAdmin('source', (root) => root.query('CREATE TABLE shop.passed_over (id INT PRIMARY KEY)'));
  await lab.catchUp();
  ownId = await lab.withAdmin('target', async (root) => {
    const [found] = await root.query('SELECT @@server_id AS id');
    return (found as { id: number }[])[0]!.id;
  });
});

afterAll(async () => {
  await lab.withAdmin('source', (root) => root.query('DROP TABLE shop.passed_over'));
  await lab.catchUp();
  rmSync(folder, { recursive: true });
});

const onTarget = (...statements: string[]): Promise<void> =>
  lab.withAdmin('target', async (root) => {
    for (const statement of statements) await root.query(statement);
  });
const filter = (tables: string): Promise<void> =>
  onTarget('STOP SLAVE', `SET GLOBAL replicate_wild_ignore_table = '${tables}'`, 'START SLAVE');
const nothing = (): Promise<void> => Promise.resolve();
const json = (output: string): VerifyJson => JSON.parse(output) as VerifyJson;

/** Verifies one table that nothing happens to. It waits for a busy source, so that `happen` is in the middle of the run. */
async function verifyWhile(happen: () => Promise<void>) {
  let calm = keepThreadsRunning(lab, 'source', 12);
  const argv = ['verify', '--config', config, '--json', '--max-load', '100', '--table', 'shop.suppliers'];
  try {
    // Else the table may be compared before they all run, and nothing is waited for.
    await eventually('the source is busy', () =>
      lab.withAdmin('source', async (root) => {
        const [running] = await root.query("SHOW GLOBAL STATUS LIKE 'Threads_running'");
        return Number((running as { Value: string }[])[0]!.Value) > 10;
      }),
    );
    return await runCommand(argv, async ({ shown }) => {
      await eventually('it waits', () => shown().includes('waiting: Threads_running'));
      await happen();
      await calm();
      calm = nothing;
    });
  } finally {
    await calm();
  }
}

it.each<[string, () => Promise<void>, () => Promise<void>, RegExp]>([
  [
    'a transaction of another table was skipped',
    async () => {
      await onTarget('STOP SLAVE', 'SET GLOBAL sql_slave_skip_counter = 1', 'START SLAVE');
      await lab.withAdmin('source', (root) => root.query('INSERT INTO shop.passed_over VALUES (1), (2)'));
      await lab.catchUp();
    },
    nothing,
    // Looks fall before, between or after the statements: the setting is what is said, what it did, or that a number was passed.
    /\(sql_slave_skip_counter|passed on the target and not applied \(skipped/,
  ],
  [
    'a replication filter was set',
    () => filter('shop.nowhere'),
    () => filter(''),
    /replicate_wild_ignore_table was "" and is "shop\.nowhere"/,
  ],
  [
    'another server answers as the target',
    () => onTarget(`SET GLOBAL server_id = ${ownId + 1000}`),
    () => onTarget(`SET GLOBAL server_id = ${ownId}`),
    /another server answers as the target: server_id/,
  ],
])('answers 2 when %s, though every row it read was equal', async (_, happen, mend, said) => {
  try {
    const { code, output } = await verifyWhile(happen);
    expect(json(output)).toMatchObject({
      verdict: 'unverified',
      tables: [{ table: 'shop.suppliers', verdict: 'unverified', voided: { verdict: 'matched' } }],
    });
    expect(json(output).tables[0]?.reason).toMatch(said);
    expect(json(output).tables[0]?.reason).toMatch(/^It was proved equal, but that is void: .*\. Run verify again$/);
    expect(code).toBe(2);
  } finally {
    await mend();
  }
});

it('answers 0 when replication was stopped and started in an orderly way', async () => {
  const { code, output } = await verifyWhile(async () => {
    await onTarget('STOP SLAVE', 'START SLAVE');
    await lab.catchUp();
  });
  expect(json(output).tables).toEqual([expect.objectContaining({ verdict: 'matched' })]);
  expect(code).toBe(0);
});
