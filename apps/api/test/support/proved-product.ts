import type { ChecksumResult, ChecksumList, ChecksumRun, MigrationDetail } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import { eventually } from './eventually.js';
import type { Product } from './product.js';

/** What is known of the migration `shop`. */
export const detailOf = (product: Product): Promise<MigrationDetail> =>
  product.get<MigrationDetail>('/api/migrations/shop');

/** The results of all its tables. */
export const resultsOf = async (product: Product): Promise<ChecksumResult[]> =>
  (await product.get<ChecksumList>('/api/migrations/shop/checksums?limit=1000')).results;

/** Compares every table on request, and waits for the end of it. */
export async function verifyAll(product: Product, lab: Lab): Promise<ChecksumRun> {
  await lab.catchUp();
  const isUp = async (): Promise<boolean> => (await detailOf(product)).connectionStatus.target.state === 'up';
  await eventually('both sides up', isUp);
  const run = await eventually('a run', async () => {
    const answer = await product.send('POST', '/api/migrations/shop/checksums/runs');
    return answer.ok && ((await answer.json()) as ChecksumRun);
  });
  return eventually('the end of the run', async () => {
    const now = await product.get<ChecksumRun>(`/api/migrations/shop/checksums/runs/${run.id}`);
    return now.state === 'finished' && now;
  });
}

/** The same of a pair that is sound: all are proved equal, and the answer is safe. */
export async function proveAll(product: Product, lab: Lab): Promise<void> {
  expect(await verifyAll(product, lab)).toMatchObject({ verdict: 'matched' });
  await answers(product, 'safe');
}

/** Waits until that is the answer. Rejects with what stands in the way of it. */
export async function answers(
  product: Product,
  answer: MigrationDetail['verdict']['answer'],
): Promise<MigrationDetail['verdict']> {
  let seen: MigrationDetail['verdict'] | null = null;
  try {
    return await eventually(`the answer ${answer}`, async () => {
      seen = (await detailOf(product)).verdict;
      return seen.answer === answer && seen;
    });
  } catch (error) {
    const { reasons = [] } = (seen ?? {}) as Partial<MigrationDetail['verdict']>;
    throw new Error(`${String(error)}: ${reasons.map(({ id, message }) => `${id}: ${message}`).join('; ')}`, {
      cause: error,
    });
  }
}
