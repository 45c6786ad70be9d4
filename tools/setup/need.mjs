// What this machine must have before anything else runs. No dependencies: it works before `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const minimumNode = [20, 19];
const debianPackages = {
  mariadb: ['mariadb-server', 'mariadb-client', 'openssl'],
  chromium: ['chromium', 'fonts-dejavu-core'],
  promtool: ['prometheus'],
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

/** Runs `npm ci` when node_modules is missing or older than the lock file. */
export function needModules(root) {
  const installed = join(root, 'node_modules/.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing packages (npm ci) …');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (done.status !== 0) fail('npm ci failed: read the lines above, mend it, and run the command again.');
}

/** A system program found, installed, or explained in one line. `what` is a key of debianPackages. */
function needProgram(what, names, { optional = false } = {}) {
  const found = findProgram(...names);
  if (found) return found;
  if (canInstall()) {
    install(what);
    const installed = findProgram(...names);
    if (installed) return installed;
  }
  const line = `${names[0]} is missing. Install it: sudo apt-get install -y ${debianPackages[what].join(' ')}`;
  if (!optional) fail(line);
  console.log(`${line} (going on without it)`);
  return null;
}

/** mariadbd; where it is neither there nor installable, but Docker is, its programs are run in containers (./docker). */
export function needMariadb() {
  if (!findProgram('mariadbd') && !canInstall() && isDockerUsable()) {
    console.log('mariadbd is not installed: running the lab in Docker (image mariadb:10.11).');
    process.env.PATH = `${join(dirname(fileURLToPath(import.meta.url)), 'docker')}:${process.env.PATH}`;
    return;
  }
  needProgram('mariadb', ['mariadbd']);
}

/** The client alone is not enough: an engine must answer. */
function isDockerUsable() {
  return (
    findProgram('docker') !== null && spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0
  );
}

export function needChromium() {
  return process.env.CUTOVER_CHROMIUM ?? needProgram('chromium', ['chromium', 'chromium-browser', 'google-chrome']);
}

export function needPromtool() {
  return needProgram('promtool', ['promtool'], { optional: true });
}

function canInstall() {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return false;
  return /ID(_LIKE)?=.*(debian|ubuntu)/.test(
    existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  );
}

/** Installs through apt without letting the packages start their services: the product touches only servers it started. */
function install(what) {
  console.log(`Installing ${debianPackages[what].join(', ')} through apt …`);
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (args, stderr) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', stderr] }).status === 0;
  try {
    const packages = ['install', '-y', '-qq', '--no-install-recommends', ...debianPackages[what]];
    // The first try fails where the package lists are old or missing; that is no news for the user.
    if (!run(packages, 'ignore')) {
      run(['update'], 'inherit');
      run(packages, 'inherit');
    }
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}
