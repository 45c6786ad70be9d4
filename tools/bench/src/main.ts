import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startLab, startPostgresLab, type AnyLab, type Lab, type PostgresLab } from '@cutover/lab';
import { measureBackup } from './backup/backup-benchmark.js';
import { backupSection } from './backup/backup-report.js';
import { seedBackupTables } from './backup/seed-backup-tables.js';
import { sourceCost } from './backup/source-cost.js';
import { measureBinding } from './binding.js';
import { measureDatabases } from './databases/databases-benchmark.js';
import { databasesSection } from './databases/databases-report.js';
import { structuredChanges } from './digest/changes.js';
import { digestSection } from './digest/digest-report.js';
import { tryDigests } from './digest/try-digests.js';
import { measureParity } from './parity/parity-benchmark.js';
import { measurePostgres } from './postgres/postgres-benchmark.js';
import { postgresSection } from './postgres/postgres-report.js';
import { measureReadiness } from './readiness/readiness-benchmark.js';
import { readinessSection } from './readiness/readiness-report.js';
import { withSection } from './report-document.js';
import { measureManyMigrations } from './scale/many-migrations-benchmark.js';
import { measureManyTables } from './scale/many-tables-benchmark.js';
import { scaleSection } from './scale/scale-report.js';
import { measureVerify } from './verify/verify-benchmark.js';
import { verifySection } from './verify/verify-report.js';
import { measureWatching } from './watching.js';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const usage = `Usage: npm run bench -- [--minutes 10] [--cycles 24] [--rows 1000000] [--write]
       npm run bench -- verify [--rows 5000000] [--rounds 3] [--phase 15] [--write]
       npm run bench -- backup [--gib 1] [--rounds 3] [--s3] [--write]
       npm run bench -- binding [--rounds 300] [--write]
       npm run bench -- databases [--databases 50] [--tables 20] [--seconds 160] [--max-connections 100] [--write]
       npm run bench -- digest [--write]
       npm run bench -- parity [--tables 2000] [--rounds 3] [--write]
       npm run bench -- postgres [--rows 5000000] [--rounds 3] [--cycles 24] [--write]
       npm run bench -- readiness [--tables 2000] [--rounds 100] [--write]
       npm run bench -- scale [--tables 3000] [--migrations 500] [--seconds 150] [--write]
  --minutes  how long the API is watched with 100 sockets
  --cycles   how many monitoring cycles the statement time is measured over
  --rows     rows of the largest table
  --gib      size of the dump of MariaDB that is backed up; --s3: to a server of Ceph, too (npm run lab -- up --s3 says what it needs)
  --rounds   how often each contender, or statement, runs; medians are printed
  --phase    seconds for which an application is measured with, and without, a verification beside it
  --tables      tables of the one migration that is watched, or compared
  --databases   databases of one migration of PostgreSQL, with --tables tables each, and --max-connections of both servers
  --migrations  how many are watched at once, on servers that do not answer
  --seconds     how long the verdict safe is waited for, or the process is watched
  --write    also puts the tables into docs/benchmarks.md`;

/** Rows of the sample shop while the figures are of a table of their own. */
const shopRows = 20_000;
/** Of the shop of PostgreSQL that is backed up. */
const postgresRows = 1_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '10' },
    cycles: { type: 'string', default: '24' },
    rows: { type: 'string' },
    gib: { type: 'string', default: '1' },
    s3: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    tables: { type: 'string' },
    databases: { type: 'string', default: '50' },
    'max-connections': { type: 'string', default: '100' },
    migrations: { type: 'string', default: '500' },
    seconds: { type: 'string' },
    phase: { type: 'string', default: '15' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const [name = 'watching', ...more] = positionals;
if (values.help) console.log(usage);
else if (more.length === 0 && name === 'watching') await onLab(Number(values.rows ?? 1_000_000), 'Watching', watching);
else if (more.length === 0 && name === 'verify') await onLab(shopRows, 'Verify', verify);
else if (more.length === 0 && name === 'backup') await backup(Number(values.gib));
else if (more.length === 0 && name === 'binding') await onLab(shopRows, 'Binding', binding);
else if (more.length === 0 && name === 'databases') await onPostgresLab('Databases', databases);
else if (more.length === 0 && name === 'digest') report('Digest', digest());
else if (more.length === 0 && name === 'parity') await onLab(shopRows, 'Parity', parity);
else if (more.length === 0 && name === 'postgres') await onPostgresLab('PostgreSQL', postgres);
else if (more.length === 0 && name === 'readiness') await onLab(shopRows, 'Readiness', readiness);
else if (more.length === 0 && name === 'scale') await onLab(shopRows, 'Scale', scale);
else {
  console.error(usage);
  process.exitCode = 2;
}

/** Backups of both engines, one pair after the other. */
async function backup(gib: number): Promise<void> {
  const plan = {
    root,
    rounds: Number(values.rounds ?? 3),
    withS3: values.s3,
    tell: (line: string) => console.error(line),
  };
  const mariadb = await withLab(startLab, shopRows, async (lab, folder) => {
    const rows = await seedBackupTables(lab, gib);
    const measured = await measureBackup(lab, { ...plan, folder });
    plan.tell('An application beside …');
    return { measured, cost: await sourceCost(lab, { root, folder, rows, rounds: plan.rounds }) };
  });
  const postgres = await withLab(startPostgresLab, postgresRows, (lab, folder) =>
    measureBackup(lab, { ...plan, folder }),
  );
  const section = backupSection([mariadb.measured, postgres], mariadb.cost);
  report('Backup', `${machine()}, the servers on the same machine.\n\n${section}`);
}

async function onLab(
  rows: number,
  title: string,
  measure: (lab: Lab, folder: string) => Promise<string>,
): Promise<void> {
  report(title, await withLab(startLab, rows, measure));
}

async function onPostgresLab(
  title: string,
  measure: (lab: PostgresLab, folder: string) => Promise<string>,
): Promise<void> {
  report(title, await withLab(startPostgresLab, shopRows, measure));
}

/** A lab of its own, gone afterwards whatever happens. */
async function withLab<OfEngine extends AnyLab, T>(
  start: (options: { home: string; rows: number }) => Promise<OfEngine>,
  rows: number,
  measure: (lab: OfEngine, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  console.error('Starting the lab …');
  const lab = await start({ home: join(folder, 'lab'), rows });
  try {
    return await measure(lab, folder);
  } finally {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Watching and verifying a pair of PostgreSQL. */
async function postgres(lab: PostgresLab, folder: string): Promise<string> {
  const plan = {
    ...{ root, folder, rows: Number(values.rows ?? 5_000_000), rounds: Number(values.rounds ?? 3) },
    ...{ cycles: Number(values.cycles), workers: verifyWorkers() },
  };
  const measured = await measurePostgres(lab, plan, (line) => console.error(line));
  return `${machine()}, the lab's pair on the same machine. ${postgresSection(measured, plan.workers)}`;
}

/** Watching many databases of one pair of PostgreSQL. */
async function databases(lab: PostgresLab, folder: string): Promise<string> {
  const measured = await measureDatabases(lab, {
    ...{ root, folder, limitMs: 180_000, watchMs: Number(values.seconds ?? 160) * 1000 },
    ...{ databases: Number(values.databases), tablesPerDatabase: Number(values.tables ?? 20) },
    ...{ maxConnections: Number(values['max-connections']), tell: (line: string) => console.error(line) },
  });
  return `${machine()}, the servers on the same machine.\n\n${databasesSection(measured)}`;
}

/** Structured changes against the digest of rows. It needs no server: the CRCs are computed here. */
function digest(): string {
  const draw = (below: number): number => Math.floor(Math.random() * below);
  const trials = structuredChanges.map((change) => {
    console.error(`Trying ${change.trials} × ${change.title} (${change.rows} rows) …`);
    return tryDigests(change, draw);
  });
  return digestSection(trials);
}

async function watching(lab: Lab, folder: string): Promise<string> {
  const options = { minutes: Number(values.minutes), cycles: Number(values.cycles) };
  const table = await measureWatching(lab, { root, folder, ...options });
  return `${machine()}, the lab's pair with ${lab.rows} rows in its largest table, 20 commits/s.\n\n${table}`;
}

async function verify(lab: Lab, folder: string): Promise<string> {
  const plan = {
    ...{ root, folder, rows: Number(values.rows ?? 5_000_000), rounds: Number(values.rounds ?? 3) },
    phaseMs: Number(values.phase) * 1000,
    workers: verifyWorkers(),
  };
  const measured = await measureVerify(lab, plan, (line) => console.error(line));
  return `${machine()}, the lab's pair on the same machine.\n\n${verifySection(measured)}`;
}

async function binding(lab: Lab): Promise<string> {
  const table = await measureBinding(lab, { root, rounds: Number(values.rounds ?? 300) });
  return `${machine()}, the lab's source on the same machine. ${table}`;
}

async function readiness(lab: Lab, folder: string): Promise<string> {
  const plan = { root, folder, tables: Number(values.tables ?? 2000), rounds: Number(values.rounds ?? 100) };
  const tell = (line: string): void => console.error(line);
  const measured = await measureReadiness(lab, { ...plan, limitMs: Number(values.seconds ?? 150) * 1000, tell });
  return `${machine()}, the lab's pair on the same machine.\n\n${readinessSection(measured)}`;
}

async function parity(lab: Lab, folder: string): Promise<string> {
  const tell = (line: string): void => console.error(line);
  const plan = { root, folder, tell, tables: Number(values.tables ?? 2000), rounds: Number(values.rounds ?? 3) };
  return `${machine()}, the servers on the same machine.\n\n${await measureParity(lab, plan)}`;
}

async function scale(lab: Lab, folder: string): Promise<string> {
  const tell = (line: string): void => console.error(line);
  const limitMs = Number(values.seconds ?? 150) * 1000;
  const tables = await measureManyTables(lab, {
    ...{ root, folder, tell, tables: Number(values.tables ?? 3000), limitMs, idleMs: 20_000 },
  });
  const migrations = await measureManyMigrations({
    ...{ root, folder, tell, migrations: Number(values.migrations), watchMs: 30_000 },
  }).catch((error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    return null;
  });
  return `${machine()}, the servers on the same machine.\n\n${scaleSection(tables, migrations)}`;
}

/** A core for each statement: source and target are both on this machine. */
function verifyWorkers(): number {
  return Math.min(4, Math.max(1, Math.floor(cpus().length / 2)));
}

function report(title: string, body: string): void {
  console.log(`### ${title}\n\n${body}`);
  if (values.write) writeSection(title, body);
}

function machine(): string {
  const [first] = cpus();
  return `Measured with ${cpus().length} cores (${first?.model.trim() ?? 'unknown processor'}), Node ${process.versions.node}`;
}

function writeSection(title: string, body: string): void {
  const path = join(root, 'docs/benchmarks.md');
  writeFileSync(path, withSection(existsSync(path) ? readFileSync(path, 'utf8') : null, title, body));
}
