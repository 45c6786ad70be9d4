import type { Connection } from 'mysql2/promise';
import { rowsOf, withoutBinaryLog } from '../admin.js';
import type { BreakableLab, LabBreak } from './lab-break.js';

/** Nothing writes it. */
const table = 'product_images';
/** Far more than a source gives out and does not keep. */
const numbers = 1_000_000n;

export const autoIncrementBehind: LabBreak = {
  description: `the source has given out ${numbers} numbers of which the target does not know (${table})`,
  needs: ['source', 'target'],

  async apply(lab) {
    await setCounter(lab, async () => (await lab.withAdmin('source', counterOf)) + numbers);
  },

  async mend(lab) {
    await setCounter(lab, () => lab.withAdmin('target', counterOf));
  },
};

async function setCounter(lab: BreakableLab, read: () => Promise<bigint>): Promise<void> {
  const next = await read();
  await withoutBinaryLog(lab, 'source', (source) => source.query(`ALTER TABLE ${table} AUTO_INCREMENT = ${next}`));
}

async function counterOf(server: Connection): Promise<bigint> {
  const [row] = await rowsOf(
    server,
    `SELECT CAST(auto_increment AS CHAR) AS counter FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name = '${table}'`,
  );
  return BigInt(String(row?.['counter']));
}
