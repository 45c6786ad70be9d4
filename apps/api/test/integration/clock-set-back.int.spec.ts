// The clock of the machine that Cutover runs on is set back: while it runs, and while it is stopped.
import type { ChecksumList, ChecksumRun, MigrationDetail } from '@cutover/contracts';
import { eventually } from '../support/eventually.js';
import { labPair } from '../support/lab-pair.js';
import { startProduct, type Product } from '../support/product.js';
import { turnedClock, type TurnedClock } from '../support/turn-clock.js';

const hourMs = 3_600_000;

let clock: TurnedClock;
let product: Product;

const detail = () => product.get<MigrationDetail>('/api/migrations/shop');

beforeAll(async () => {
  clock = turnedClock();
  // Rows are compared on request only; counting them finds the list of tables.
  product = await startProduct(await labPair(), {
    monitoring: { checksumIntervalMinutes: 0, consistencyIntervalMinutes: 600 },
  });
});
afterAll(async () => {
  await product.end();
  clock.end();
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

  clock.turn(-2 * hourMs);
  await eventually('the proofs are dated anew', async () => {
    const { oldestProofAt } = (await detail()).verdict.basis;
    return oldestProofAt !== null && Math.abs(Date.parse(oldestProofAt) - (provedMs - 2 * hourMs)) < 60_000;
  });

  // Proofs count for 26 h: those from before must not count for 28.
  clock.turn(23 * hourMs);
  await eventually('it is safe after 25 h', isSafe);
  clock.turn(24 * hourMs + hourMs / 2);
  await eventually('it is not safe after 26 h and a half', async () => (await detail()).verdict.answer !== 'safe');
  clock.turn(-2 * hourMs);
});

it('proves nothing by what an earlier process proved when it was set back in between', async () => {
  await product.stop();
  clock.turn(-5 * hourMs);
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
