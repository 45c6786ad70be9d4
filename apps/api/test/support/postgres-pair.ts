import { postgresLabOfThisWorker, type PostgresLab } from '@cutover/lab';

/**
 * A running PostgreSQL publisher and subscriber, which the test files of one worker share, one file after the other; see
 * `labPair`. It holds the shop with about 1,000 rows, and is started when the first file asks: that takes a few seconds.
 * Leave it as you found it: mend what you break (`whileBroken`), drop what you make.
 *
 * The product runs on it as on any other pair: `startProduct(lab)`, or `configOf(lab)` for parts of it within the test.
 */
export async function postgresPair(): Promise<PostgresLab> {
  const beganMs = performance.now();
  const lab = await postgresLabOfThisWorker();
  const seconds = ((performance.now() - beganMs) / 1000).toFixed(1);
  process.stdout.write(`PostgreSQL pair ready after ${seconds} s\n`);
  return lab;
}
