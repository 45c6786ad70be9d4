import type { ChecksumResult } from '@cutover/contracts';
import type { Lab } from '@cutover/lab';
import type { ExactHooks } from '../../src/checksum/comparison/exact-hooks.js';
import type { TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import type { RepairTarget } from '../../src/checksum/dialects/mysql-family/repair/repair-target.js';
import { mysqlFamilyRepair } from '../../src/checksum/dialects/mysql-family/repair/repair-dialect.js';
import { RepairCollection } from '../../src/cli/verify/repair-collection.js';
import type { Verifier } from './verifier.js';

/** Verifies a table (db.name), and answers with the result the script that `verify --repair-sql` would write. */
export async function verifyForRepair(
  lab: Lab,
  verifier: Verifier,
  id: string,
  hooks: ExactHooks = {},
): Promise<TableVerification & { script: string }> {
  const repair = new RepairCollection(mysqlFamilyRepair);
  const verification = await verifier.verify(id, {
    ...hooks,
    onFinding: (finding, plan) => repair.add(finding, plan),
    onModeChange: (table) => repair.forget(table),
  });
  const [database = '', name = ''] = id.split('.');
  repair.noteTarget(id, { database, name, target: { server: await serverOf(lab), triggers: [] } });
  const result = { ...verification.finding, table: id } as unknown as ChecksumResult;
  return { ...verification, script: repair.script([result], '2026-01-01T00:00:00.000Z') };
}

function serverOf(lab: Lab): Promise<RepairTarget['server']> {
  return lab.withAdmin('target', async (root) => {
    const [rows] = await root.query('SELECT @@server_id AS serverId, @@hostname AS hostname, @@port AS port');
    const [{ serverId, hostname, port }] = rows as [Record<keyof RepairTarget['server'], string | number>];
    return { serverId: String(serverId), hostname: String(hostname), port: String(port) };
  });
}
