import { eventually } from './eventually.js';
import type { Product } from './product.js';

/** Answers for the disk of a PostgreSQL target, which nothing measures, so that the pair can be safe. */
export async function attestDisk(product: Product, migration = 'shop'): Promise<void> {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const why = 'the disk of a test is not secret';
  const waiver = { check: 'encryption-incomplete', subject: 'target', why, until, operator: 'ops' };
  // A waiver is taken only for what was found.
  await eventually('the disk is answered for', async () => {
    const given = await product.send('POST', `/api/migrations/${migration}/readiness/waivers`, waiver);
    return given.status === 201;
  });
}
