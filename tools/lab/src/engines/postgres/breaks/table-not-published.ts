import { shopTables } from '../../../shop/sizes.js';
import { publicationName, publishedTables, subscriptionName, waitUntilReplicating } from '../replication.js';
import { standstills } from './following.js';
import type { BreakableLab, LabBreak } from './lab-break.js';

/** No other table refers to it, and nothing writes it. */
const table = 'product_images';
const others = shopTables.filter((name) => name !== table);

export const tableNotPublished: LabBreak = {
  description: `one table is in no publication (${table}): what is written to it on the source never comes to the target`,
  needs: ['source', 'target'],
  // A refresh asks the source, and the copy of the table waits for every open transaction there.
  mendFirst: [...standstills, 'long-transaction'],

  async apply(lab) {
    await publish(lab, `TABLE ${others.join(', ')}`);
  },

  async mend(lab) {
    // The rows that are there were copied before: they would be in the way of the new ones.
    await lab.withAdmin('target', (target) => target.query(`TRUNCATE ${table}`));
    await publish(lab, await lab.withAdmin('source', publishedTables));
    await waitUntilReplicating(lab, 120_000);
  },
};

/** Changes what is published, and what is subscribed to with it. */
async function publish(lab: BreakableLab, what: string): Promise<void> {
  await lab.withAdmin('source', (source) => source.query(`ALTER PUBLICATION ${publicationName} SET ${what}`));
  await lab.withAdmin('target', (target) => target.query(`ALTER SUBSCRIPTION ${subscriptionName} REFRESH PUBLICATION`));
}
