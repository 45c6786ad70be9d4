import type { BreakableLab, LabBreak } from './lab-break.js';

/** Nothing writes it: an UPDATE or DELETE would fail. */
const table = 'cart_items';

export const replicaIdentityMissing: LabBreak = {
  description: `one table has no replica identity on the source (${table}): an UPDATE or DELETE of it fails there`,
  needs: ['source'],
  apply: (lab) => identify(lab, 'NOTHING'),
  /** By the primary key, as tables have it unless told otherwise. */
  mend: (lab) => identify(lab, 'DEFAULT'),
};

async function identify(lab: BreakableLab, by: string): Promise<void> {
  await lab.withAdmin('source', (source) => source.query(`ALTER TABLE ${table} REPLICA IDENTITY ${by}`));
}
