// Server programs of other distributions, each unpacked into a folder of its own and run from there; nothing is installed.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fail } from './need.mjs';

const programs = ['usr/sbin/mariadbd', 'usr/sbin/mysqld', 'usr/bin/my_print_defaults', 'usr/bin/resolveip'];
const loaders = ['usr/lib64/ld-linux-x86-64.so.2', 'lib/x86_64-linux-gnu/ld-linux-x86-64.so.2'];

/** The folder with the programs of `packages` as `suite` of Debian has them; unpacked when it is not there yet. */
export function unpackedRoot(cache, suite, packages) {
  const root = join(cache, `${suite}-${packages}`);
  if (existsSync(join(root, 'ready'))) return root;
  if (process.arch !== 'x64') fail('The matrix knows the loaders of x86-64 alone.');
  rmSync(root, { recursive: true, force: true });
  console.log(`Unpacking ${packages} of Debian ${suite} …`);
  // A mirror that lags behind has a Release file that has run out; it is signed all the same.
  const aged = ['--aptopt=Acquire::Check-Valid-Until "false"'];
  const args = ['--variant=extract', ...aged, `--include=${packages}`, suite, root, ...mirrorOf()];
  const done = spawnSync('mmdebstrap', args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (done.status !== 0) fail(`mmdebstrap failed:\n${done.stderr.split('\n').slice(-8).join('\n')}`);
  for (const program of programs) runWithItsOwnLoader(root, join(root, program));
  for (const program of postgresPrograms(root)) runWithItsOwnLoader(root, program, ['--argv0', program]);
  const keyring = join(root, 'usr/lib/mysql/plugin/component_keyring_file');
  if (existsSync(`${keyring}.so`)) {
    // MySQL looks for its keyring beside each server's data.
    writeFileSync(join(root, 'programs/mysqld.my'), '{"read_local_manifest": true}');
    writeFileSync(`${keyring}.cnf`, '{"read_local_config": true}');
  }
  writeFileSync(join(root, 'ready'), '');
  return root;
}

/** The folder with PostgreSQL as a package of npm has it, laid out as Debian's are: of a version that no suite of Debian has. */
export function packagedRoot(cache, { name, version }) {
  const root = join(cache, `npm-postgresql-${version}`);
  if (existsSync(join(root, 'ready'))) return root;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'usr/lib/postgresql'), { recursive: true });
  console.log(`Fetching ${name} ${version} …`);
  const args = ['install', '--prefix', root, '--no-audit', '--no-fund', '--no-package-lock', `${name}@${version}`];
  const done = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (done.status !== 0) fail(`npm failed:\n${done.stderr.split('\n').slice(-8).join('\n')}`);
  // It finds its files from where the link leads.
  symlinkSync(join(root, 'node_modules', name, 'native'), join(root, 'usr/lib/postgresql', version.split('.')[0]));
  writeFileSync(join(root, 'ready'), '');
  return root;
}

/** They look for each other and for their files from where they are started, which must be said to the loader (glibc 2.33). */
function postgresPrograms(root) {
  const versions = join(root, 'usr/lib/postgresql');
  if (!existsSync(versions)) return [];
  return readdirSync(versions).flatMap((version) =>
    ['initdb', 'postgres'].map((program) => join(versions, version, 'bin', program)),
  );
}

/** CUTOVER_DEBIAN_MIRROR, else the mirror of the machine, else what mmdebstrap takes by itself. */
function mirrorOf() {
  const named = process.env.CUTOVER_DEBIAN_MIRROR;
  if (named) return [named];
  const sources = '/etc/apt/sources.list.d/debian.sources';
  const found = existsSync(sources) ? /^URIs:\s*(\S+\/debian)\/?\s*$/m.exec(readFileSync(sources, 'utf8')) : null;
  return found ? [found[1]] : [];
}

/** Its libraries need the C library they were built with: a script in the place of the program starts it with that one. */
function runWithItsOwnLoader(root, program, options = []) {
  if (!existsSync(program)) return;
  const real = join(root, 'programs', program.slice(program.lastIndexOf('/') + 1));
  // A link to another program of the list points at that one's script already.
  if (readFileSync(program).subarray(0, 4).toString('latin1') !== '\x7fELF') return;
  spawnSync('mkdir', ['-p', join(root, 'programs')]);
  renameSync(program, real);
  const { loader, libraries } = loaderFor(root, options);
  const words = [loader, '--library-path', libraries, ...options, real].map((word) => `'${word}'`).join(' ');
  writeFileSync(program, `#!/bin/sh\nexec ${words} "$@"\n`);
  chmodSync(program, 0o755);
}

const libraryFolders = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu'];

/**
 * That of the root. One older than glibc 2.33 (bullseye) does not know `--argv0`: the one of this machine takes its place, with
 * the C library of this machine, and takes from the root what is not here. A newer C library runs what was built with an older one.
 */
function loaderFor(root, options) {
  const own = loaders.map((each) => join(root, each)).find((each) => existsSync(each));
  const inRoot = libraryFolders.map((each) => join(root, each));
  const knowsAll = options.length === 0 || spawnSync(own, ['--help'], { encoding: 'utf8' }).stdout.includes('--argv0');
  if (knowsAll) return { loader: own, libraries: inRoot.join(':') };
  const ofMachine = loaders.map((each) => join('/', each)).find((each) => existsSync(each));
  return { loader: ofMachine, libraries: [...libraryFolders.map((each) => join('/', each)), ...inRoot].join(':') };
}
