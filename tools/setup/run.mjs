// `npm run demo | dev | test | test:long | test:matrix | screenshots | lab | bench | soak | cutover`: gets the machine ready, then runs the command. No dependencies.
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fail,
  needBackupPrograms,
  needChromium,
  needCurl,
  needDisk,
  needMariadb,
  needMmdebstrap,
  needModules,
  needNode,
  needPgBouncer,
  needPromtool,
  needS3Server,
  quietNx,
} from './need.mjs';
import { labEngine } from './lab-engine.mjs';
import { needPgCron, needPostgres } from './need-postgres.mjs';
import { isStopping, run, runQuietly } from './processes.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [command, ...args] = process.argv.slice(2);
// Relative paths on the command line mean the folder in which the user typed it, also under `npm run`.
const userFolder = process.env.INIT_CWD ?? process.cwd();

const bin = (name) => join(root, 'node_modules/.bin', name);
const build = async (...projects) => {
  const code = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects], {
    cwd: root,
  });
  if (code !== 0) fail('The build failed: read the lines above.');
};
/** One file out of what was compiled, made again when that is newer. */
const buildCommandLine = async () => {
  await build('apps/api');
  const compiled = ['apps/api', 'libs/contracts', 'libs/databases'].map((project) =>
    changedAt(join(project, 'dist/.tsbuildinfo')),
  );
  if (changedAt('apps/api/dist/cutover.js') > Math.max(...compiled)) return;
  const options = ['-c', 'rolldown.config.mjs', '--logLevel', 'warn'];
  const code = await run(bin('rolldown'), options, {
    cwd: join(root, 'apps/api'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) fail('The build failed: read the lines above.');
};
const changedAt = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
const program = (path, options = {}) =>
  run(process.execPath, [join(root, path), ...args], { cwd: userFolder, ...options });

const tell = (text) => console.log(`${text} …`);
/** Programs that come before the packages: what cannot be had is said at once, not after a minute of `npm ci`. */
const prepare = async (...needs) => {
  for (const need of needs) await need();
  await needModules(root, tell);
};
/** Through Nx, whose word is heard only when it fails. */
const buildAll = async (...projects) => {
  const only = projects.length > 0 ? ['-p', ...projects] : [];
  const { code, output } = await runQuietly(bin('nx'), ['run-many', '-t', 'build', ...only, '--outputStyle=static'], {
    cwd: root,
    env: quietNx(root),
  });
  if (isStopping()) process.exit(130);
  if (code !== 0) fail(`${output}\nThe build failed: read the lines above.`);
};

/** What a lab of each engine needs, our own packages among it. */
const labNeeds = {
  mariadb: async (notice) => {
    await needMariadb(notice);
    await needBackupPrograms(notice);
    await needModules(root, notice);
  },
  mysql: (notice) => needModules(root, notice),
  postgres: async (notice) => {
    await needModules(root, notice);
    await needBackupPrograms(notice);
    await needPostgres(root, notice);
  },
};

/** Runs a tool that starts servers of its own and the built product; whatever happens to it, they are gone afterwards. */
const onLabOfItsOwn = async (project) => {
  if (args.some((arg) => /^(--engine=)?postgres$/.test(arg))) await labNeeds.postgres(tell);
  else await prepare(needMariadb);
  await buildCommandLine();
  await build(project);
  const { inTemporaryFolder } = await import('./run-steps.mjs');
  return inTemporaryFolder(root, () =>
    program(`${project}/dist/main.js`, { cwd: root, env: process.env, hasOwnGroup: true }),
  );
};

const commands = {
  async lab() {
    await labNeeds[labEngine(root, userFolder, args)]?.(tell);
    if (args.includes('--s3')) await needS3Server(tell);
    await build('tools/lab');
    return program('tools/lab/dist/main.js');
  },
  async cutover() {
    await prepare();
    await buildCommandLine();
    return program('apps/api/dist/cutover.js');
  },
  bench: () => onLabOfItsOwn('tools/bench'),
  soak: () => onLabOfItsOwn('tools/soak'),
  async build() {
    await prepare();
    await buildAll();
    console.log('Built.');
    return 0;
  },
  async demo() {
    const { demo } = await import('./demo.mjs');
    return demo(root, args, {
      packages: (engine, notice) => labNeeds[engine](notice),
      // Nx copies what it has built anew each time, under the hands of whatever runs from it: a test takes what is there.
      build: async () =>
        (process.env.CUTOVER_DEMO_PLACE && existsSync(join(root, 'apps/api/dist/api.js'))) ||
        buildAll('@cutover/api', '@cutover/web', '@cutover/lab'),
    });
  },
  async dev() {
    await prepare(needMariadb);
    await build('apps/api', 'tools/lab');
    return (await import('./dev.mjs')).dev(root);
  },
  async test() {
    await prepare(needMariadb, needChromium, needPromtool, needCurl, needPgBouncer, needBackupPrograms);
    await needPostgres(root);
    await needPgCron();
    const env = { ...quietNx(root), CUTOVER_CHROMIUM: await needChromium() };
    return (await import('./test.mjs')).test(root, env);
  },
  async 'test-long'() {
    await prepare(needMariadb, needPgBouncer, needBackupPrograms, needS3Server);
    await needPostgres(root);
    await buildCommandLine();
    await build('tools/soak');
    return (await import('./test-long.mjs')).testLong(root, quietNx(root), args);
  },
  async screenshots() {
    await prepare(needMariadb, needChromium);
    await buildAll();
    return (await import('./screenshots.mjs')).screenshots(root, userFolder, args, await needChromium());
  },
  async 'test-matrix'() {
    const { chosenRun, matrix } = await import('./matrix.mjs');
    const chosen = chosenRun(args);
    const hasPostgres = chosen.engines.includes('postgres');
    await prepare(needMariadb, needMmdebstrap, ...(hasPostgres ? [needPgBouncer] : []));
    if (hasPostgres) await needPostgres(root);
    await build('apps/api', 'tools/lab');
    return matrix(root, chosen);
  },
};

const main = commands[command];
if (!main) fail(`Unknown command "${command}". There are: ${Object.keys(commands).join(', ')}`);
needNode();
needDisk(root);
try {
  process.exitCode = await main();
} catch (error) {
  // Of the lab, which is loaded when it is built: something a person can act on. All else is a defect.
  if (error.name !== 'LabError') throw error;
  fail([error.message, error.advice].filter(Boolean).join('\n'));
}
