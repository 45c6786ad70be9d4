import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCutoverConfig, type PostgresLab } from '@cutover/lab';
import type { VerifyJson } from '../../src/cli/verify/verify-report.js';
import { postgresPair } from '../support/postgres-pair.js';
import { runCommand } from '../support/run-command.js';

let lab: PostgresLab;
let folder: string;
let config: string;

beforeAll(async () => {
  lab = await postgresPair();
  await lab.catchUp();
  folder = mkdtempSync(join(tmpdir(), 'cutover-verify-'));
  config = writeCutoverConfig(folder, lab.endpoints, { port: 0 });
});

afterAll(() => rmSync(folder, { recursive: true }));

const onTarget = (sql: string): Promise<unknown> => lab.withAdmin('target', (admin) => admin.query(sql));
const verify = (...argv: string[]) => runCommand(['verify', '--config', config, ...argv]);

it('proves every table of an intact pair, and answers 0', async () => {
  const { code, output, complaints } = await verify();
  expect([code, complaints]).toEqual([0, []]);
  expect(output).toMatch(/^shop matched: every table is proved equal/m);
  expect(output).not.toMatch(/DIVERGED|LAGGING|UNVERIFIED/);
});

it('answers 1 for rows that differ, names them, and writes a script that repairs them', async () => {
  const file = join(folder, 'repair.sql');
  const argv = ['--json', '--table', 'public.customers', '--repair-sql', file];
  await onTarget(`BEGIN; SET LOCAL session_replication_role = replica;
    UPDATE customers SET balance = balance + 1 WHERE id = 1; DELETE FROM customers WHERE id = 2; COMMIT`);
  const broken = await verify(...argv);
  expect(broken.code).toBe(1);
  const { verdict, differences } = JSON.parse(broken.output) as VerifyJson;
  expect(verdict).toBe('diverged');
  // In the order in which they were found.
  expect(differences).toHaveLength(2);
  expect(differences).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ table: 'public.customers', kind: 'changed', key: { id: '1' }, columns: ['balance'] }),
      expect.objectContaining({ table: 'public.customers', kind: 'missing', key: { id: '2' } }),
    ]),
  );
  const script = readFileSync(file, 'utf8');
  // Nowhere but on the target.
  await expect(lab.withAdmin('source', (admin) => admin.query(script))).rejects.toThrow('this is not the target');
  await onTarget(script);
  const repaired = await verify(...argv);
  expect([repaired.code, readFileSync(file, 'utf8')]).toEqual([0, expect.stringMatching(/nothing to repair/)]);
});

it('answers 2 where the account may not read a table, and prints the GRANT', async () => {
  await onTarget('REVOKE SELECT ON suppliers FROM cutover');
  try {
    const { code, output } = await verify('--json', '--table', 'public.suppliers', '--table', 'public.warehouses');
    const { tables } = JSON.parse(output) as VerifyJson;
    expect(tables.map(({ table, verdict }) => `${table} ${verdict}`).sort()).toEqual([
      'public.suppliers unverified',
      'public.warehouses matched',
    ]);
    expect(tables.find(({ verdict }) => verdict === 'unverified')?.reason).toContain(
      'GRANT SELECT ON TABLE "public"."suppliers" TO "cutover";',
    );
    expect(code).toBe(2);
  } finally {
    await onTarget('GRANT SELECT ON suppliers TO cutover');
  }
});
