// `npm run demo | dev | test | test:long | test:matrix | screenshots | lab | bench | cutover`: gets the machine ready, then runs the command. No dependencies.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, needChromium, needMariadb, needModules, needNode, needPromtool } from './need.mjs';
import { run } from './processes.mjs';

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
  const compiled = ['apps/api', 'libs/contracts'].map((project) => changedAt(join(project, 'tsconfig.tsbuildinfo')));
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

const commands = {
  async lab() {
    needMariadb();
    await build('tools/lab');
    return program('tools/lab/dist/main.js');
  },
  async cutover() {
    await buildCommandLine();
    return program('apps/api/dist/cutover.js');
  },
  async bench() {
    needMariadb();
    await buildCommandLine();
    await build('tools/bench');
    return program('tools/bench/dist/main.js', { cwd: root });
  },
  async demo() {
    needMariadb();
    const code = await run(
      bin('nx'),
      ['run-many', '-t', 'build', '-p', '@cutover/api', '@cutover/web', '@cutover/lab'],
      { cwd: root, env: quietNx() },
    );
    if (code !== 0) fail('The build failed: read the lines above.');
    return (await import('./demo.mjs')).demo(root, args);
  },
  async dev() {
    needMariadb();
    await build('apps/api', 'tools/lab');
    return (await import('./dev.mjs')).dev(root);
  },
  async test() {
    needMariadb();
    const chromium = needChromium();
    needPromtool();
    return (await import('./test.mjs')).test(root, { ...quietNx(), CUTOVER_CHROMIUM: chromium });
  },
  async 'test-long'() {
    needMariadb();
    await build('apps/api', 'tools/lab');
    return run('npm', ['run', '--silent', 'test:long', '-w', '@cutover/api'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  },
  async screenshots() {
    needMariadb();
    const chromium = needChromium();
    const code = await run('npm', ['run', '--silent', 'build'], { cwd: root, env: quietNx() });
    if (code !== 0) fail('The build failed: read the lines above.');
    return (await import('./screenshots.mjs')).screenshots(root, userFolder, args, chromium);
  },
  async 'test-matrix'() {
    needMariadb();
    await build('apps/api', 'tools/lab');
    return (await import('./matrix.mjs')).matrix(root, args);
  },
};

function quietNx() {
  return { ...process.env, NX_NO_CLOUD: 'true', NX_DAEMON: 'false' };
}

const main = commands[command];
if (!main) fail(`Unknown command "${command}". There are: ${Object.keys(commands).join(', ')}`);
needNode();
needModules(root);
process.exitCode = await main();
