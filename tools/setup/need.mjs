// What this machine must have before anything else runs. No dependencies: it works before `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStopping, runQuietly } from './processes.mjs';

const minimumNode = [20, 19];
const debianPackages = {
  mariadb: ['mariadb-server', 'mariadb-client', 'openssl'],
  chromium: ['chromium', 'fonts-dejavu-core'],
  promtool: ['prometheus'],
  curl: ['curl'],
  mmdebstrap: ['mmdebstrap'],
  pgbouncer: ['pgbouncer'],
  postgres: ['postgresql', 'openssl'],
  zstd: ['zstd'],
  age: ['age'],
  s3: ['radosgw', 'ceph-mon', 'ceph-osd'],
};
const searchPath = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/bin', '/usr/libexec'];

/** Ends the process with one readable line. */
export function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

/** Full path of the first of `names` that is installed, or null. */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(':'), ...searchPath].filter(Boolean);
  for (const name of names)
    for (const folder of folders) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  return null;
}

/** Stops on a Node that cannot run the product. */
export function needNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  fail(
    `Cutover needs Node ${minimumNode.join('.')} or newer; this is ${process.versions.node}. Install it from https://nodejs.org and run the command again.`,
  );
}

/** Bytes that a first run writes: packages, build and two servers with a million rows. */
const neededBytes = 2.5e9;

/** Stops where the first run would fill the disk. Checked before the first installation only: later runs write the servers, and are not checked. */
export function needDisk(root) {
  if (existsSync(join(root, 'node_modules/.package-lock.json'))) return;
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize >= neededBytes) return;
  const inGb = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
  fail(
    `A first run needs ${inGb(neededBytes)} on the disk of ${root}, and ${inGb(bavail * bsize)} are free. Make room, or clone into another disk.`,
  );
}

/**
 * Runs `npm ci` when node_modules is missing or older than the lock file. What it prints is shown when it fails.
 * Rejects never; ends the process when the packages cannot be installed.
 */
export async function needModules(root, notice = console.log) {
  const installed = join(root, 'node_modules/.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  notice('npm ci');
  const { code, output } = await runQuietly('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    env: quietNx(root),
  });
  if (isStopping()) process.exit(130);
  if (code !== 0) fail(`${output}\nnpm ci failed: read the lines above, mend it, and run the command again.`);
}

/** Environment in which Nx, swc and what they start leave nothing outside of the workspace, and ask nobody. */
export function quietNx(root) {
  return {
    ...process.env,
    NX_NO_CLOUD: 'true',
    NX_DAEMON: 'false',
    NX_NATIVE_FILE_CACHE_DIRECTORY: join(root, '.nx/native'),
    NX_SOCKET_DIR: socketFolder(root),
    SWC_NATIVE_BINDING_CACHE: join(root, '.nx/swc'),
  };
}

/** What of a socket's path is left to the folder: Nx wants 95 characters at most, and gives its sockets longer names. */
const longestSocketFolder = 60;
let temporarySockets;

/** In the workspace; where that has too long a path, a temporary folder that goes with this process. */
function socketFolder(root) {
  const folder = join(root, '.nx/sockets');
  if (folder.length <= longestSocketFolder) return folder;
  if (temporarySockets === undefined) {
    const made = (temporarySockets = mkdtempSync(join(tmpdir(), 'nx-sockets-')));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  return temporarySockets;
}

/** A system program found, installed, or explained in one line. `what` is a key of debianPackages. */
async function needProgram(what, names, { optional = false, notice = console.log } = {}) {
  const found = findProgram(...names);
  if (found) return found;
  if (canInstall()) {
    await install(what, notice);
    const installed = findProgram(...names);
    if (installed) return installed;
  }
  const line = `${names[0]} is missing. Install it: sudo apt-get install -y ${debianPackages[what].join(' ')}${elseDocker(what)}`;
  if (!optional) fail(line);
  console.log(`${line} (going on without it)`);
  return null;
}

/** mariadbd; where it is neither there nor installable, but Docker is, its programs are run in containers (./docker). */
export async function needMariadb(notice = console.log) {
  if (!findProgram('mariadbd') && !canInstall() && isDockerUsable()) {
    notice('mariadbd is not installed: running the lab in Docker (image mariadb:10.11)');
    process.env.PATH = `${join(dirname(fileURLToPath(import.meta.url)), 'docker')}:${process.env.PATH}`;
    return;
  }
  await needProgram('mariadb', ['mariadbd'], { notice });
}

/** What compresses and encrypts backups. */
export async function needBackupPrograms() {
  await needProgram('zstd', ['zstd']);
  await needProgram('age', ['age']);
}

/** An S3 server of the lab: Ceph's gateway, its monitor and its store. */
export async function needS3Server(notice = console.log) {
  for (const program of ['radosgw', 'ceph-mon', 'ceph-osd']) await needProgram('s3', [program], { notice });
}

/** The client alone is not enough: an engine must answer. */
function isDockerUsable() {
  return (
    findProgram('docker') !== null && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0
  );
}

export async function needChromium() {
  return process.env.CUTOVER_CHROMIUM ?? needProgram('chromium', ['chromium', 'chromium-browser', 'google-chrome']);
}

/** Typed by the documents, which a test does too. */
export function needCurl() {
  return needProgram('curl', ['curl']);
}

/** Unpacks the servers of other Debian releases. */
export function needMmdebstrap() {
  return needProgram('mmdebstrap', ['mmdebstrap']);
}

/** Stands before a PostgreSQL server in a test of what a pooler does to sessions. */
export function needPgBouncer() {
  return needProgram('pgbouncer', ['pgbouncer']);
}

export function needPromtool() {
  return needProgram('promtool', ['promtool'], { optional: true });
}

/** Whether we may install packages: root on a system with apt. */
export function canInstall() {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return false;
  return /ID(_LIKE)?=.*(debian|ubuntu)/.test(
    existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  );
}

/** Only the servers can also come from Docker. */
const elseDocker = (what) =>
  what === 'mariadb'
    ? ' (or on another system: install MariaDB 10.11, or start Docker, and run the command again)'
    : '';

/** Installs a key of debianPackages, or what is named, through apt without letting the packages start their services: the product touches only servers it started. */
export async function install(what, notice, names = debianPackages[what]) {
  notice(`installing ${names.join(', ')} through apt`);
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) => runQuietly('apt-get', args, { env });
  try {
    const packages = ['install', '-y', '-qq', '--no-install-recommends', ...names];
    // The first try fails where the package lists are old or missing; that is no news for the user.
    if ((await run(...packages)).code === 0 || isStopping()) return;
    await run('update', '-qq');
    const { code, output } = await run(...packages);
    if (code !== 0 && !isStopping()) process.stderr.write(`\n${output}\n`);
  } finally {
    if (isOurs) rmSync(policy, { force: true });
    if (isStopping()) process.exit(130);
  }
}
