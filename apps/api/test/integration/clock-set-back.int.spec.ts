// The clock of the machine that Cutover runs on is set back: while it runs, and while it is stopped.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChecksumList, ChecksumRun, MigrationDetail } from '@cutover/contracts';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';

const hourMs = 3_600_000;

let folder: string;
let product: Product;
const before = { NODE_OPTIONS: process.env.NODE_OPTIONS, CUTOVER_TEST_CLOCK: process.env.CUTOVER_TEST_CLOCK };

/** The product's clock then is wrong by so much. */
const turnClock = (ms: number): void => writeFileSync(join(folder, 'clock'), String(ms));
const detail = () => product.get<MigrationDetail>('/api/migrations/shop');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cutover-clock-'));
  turnClock(0);
  process.env.CUTOVER_TEST_CLOCK = join(folder, 'clock');
  process.env.NODE_OPTIONS = `--require ${JSON.stringify(resolve(__dirname, '../support/turned-clock.cjs'))}`;
  // Rows are compared on request only; counting them finds the list of tables.
  product = await startProduct(await labPair(), {
    monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 600 },
  });
});
afterAll(async () => {
  await product.end();
  for (const [name, value] of Object.entries(before))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  rmSync(folder, { recursive: true, force: true });
});

const isSafe = async (): Promise<MigrationDetail | false> => {
  const seen = await detail();
  return seen.verdict.answer === 'safe' && seen;
};

it('keeps proofs as old as they are when it is set back while they stand', async () => {
  await eventually('replication is seen', async () => (await detail()).replicaLag?.state === 'idle');
  const answer = await product.send('POST', '/api/migrations/shop/checksums/runs', {});
  const { id } = (await answer.json()) as ChecksumRun;
  await eventually('the run ends', async () => {
    const run = await product.get<ChecksumRun>(`/api/migrations/shop/checksums/runs/${id}`);
    return run.finishedAt !== null;
  });
  const provedMs = Date.parse((await eventually('it is safe', isSafe)).verdict.basis.oldestProofAt ?? '');

  turnClock(-2 * hourMs);
  await eventually('the proofs are dated anew', async () => {
    const { oldestProofAt } = (await detail()).verdict.basis;
    return oldestProofAt !== null && Math.abs(Date.parse(oldestProofAt) - (provedMs - 2 * hourMs)) < 60_000;
  });

  // Proofs count for 26 h: those from before must not count for 28.
  turnClock(23 * hourMs);
  await eventually('it is safe after 25 h', isSafe);
  turnClock(24 * hourMs + hourMs / 2);
  await eventually('it is not safe after 26 h and a half', async () => (await detail()).verdict.answer !== 'safe');
  turnClock(-2 * hourMs);
});

it('proves nothing by what an earlier process proved when it was set back in between', async () => {
  await product.stop();
  turnClock(-5 * hourMs);
  product = await product.restart();
  const { verdict } = await eventually('what was proved is taken up', async () => {
    const seen = await detail();
    return seen.verdict.reasons.some(({ check }) => check === 'checksum-unverified') && seen;
  });
  expect(verdict.basis.tablesEqual).toBe(0);
  await eventually('every table says why', async () => {
    const { results } = await product.get<ChecksumList>('/api/migrations/shop/checksums?limit=200');
    return (
      results.length > 0 &&
      results.every(({ verdict: table, reason }) => table === 'unverified' && reason?.includes('clock') === true)
    );
  });
});
