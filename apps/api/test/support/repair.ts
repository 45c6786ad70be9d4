import type { ChecksumResult, Role } from '@cutover/contracts';
import { parseTableName, type StatementRunnerLike } from '@cutover/databases';
import type { Lab, PostgresLab } from '@cutover/lab';
import type { ExactHooks } from '../../src/checksum/comparison/exact-hooks.js';
import type { TableVerification } from '../../src/checksum/comparison/exact-checksum.js';
import type { RepairTarget } from '../../src/checksum/dialects/mysql-family/repair/repair-target.js';
import { mysqlFamilyRepair } from '../../src/checksum/dialects/mysql-family/repair/repair-dialect.js';
import { postgresRepair } from '../../src/checksum/dialects/postgres/repair/repair-dialect.js';
import type { LongValues, RepairDialect } from '../../src/checksum/repair/repair-dialect.js';
import { RepairCollection } from '../../src/cli/verify/repair-collection.js';
import type { Verifier } from './verifier.js';

/** Verifies a table (db.name), and answers with the result the script that `verify --repair-sql` would write. */
export async function verifyForRepair(
  lab: Lab,
  verifier: Verifier,
  id: string,
  hooks: ExactHooks = {},
): Promise<TableVerification & { script: string }> {
  const target = { server: await serverOf(lab), triggers: [] };
  return verifyWith(mysqlFamilyRepair, target, verifier, id, hooks);
}

/** The same on PostgreSQL (schema.name). */
export async function verifyForPostgresRepair(
  lab: PostgresLab,
  verifier: Verifier,
  id: string,
): Promise<TableVerification & { script: string }> {
  const target = await postgresRepair.readTarget(adminOf(lab, 'target'), '', '');
  const longValues = postgresRepair.longValues(adminOf(lab, 'source'), new AbortController().signal);
  return verifyWith(postgresRepair, target, verifier, id, {}, longValues);
}

function adminOf(lab: PostgresLab, role: Role): StatementRunnerLike {
  return {
    query: <Row extends object>(sql: string) =>
      lab.withAdmin(role, async (admin) => (await admin.query<Row>(sql)).rows),
  };
}

async function verifyWith<Target>(
  dialect: RepairDialect<Target>,
  target: Target | null,
  verifier: Verifier,
  id: string,
  hooks: ExactHooks = {},
  longValues: LongValues = { fill: async (finding) => finding },
): Promise<TableVerification & { script: string }> {
  const repair = new RepairCollection(dialect);
  const verification = await verifier.verify(id, {
    ...hooks,
    onFinding: async (finding, plan) => repair.add(await longValues.fill(finding, plan), plan),
    onModeChange: (table) => repair.forget(table),
  });
  const { database, name } = parseTableName(id);
  repair.noteTarget(id, { database, name, target });
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
