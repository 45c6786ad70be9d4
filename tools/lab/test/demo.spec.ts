import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findServerPid } from '../src/server/process-table.js';

const root = resolve(__dirname, '../../..');
let place: string;
let child: ChildProcess | null = null;
let printed = '';

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'cutover-demo-'));
  printed = '';
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(place, { recursive: true, force: true });
});

const program = join(root, 'tools/setup/run.mjs');
/** With a home of its own: nothing of ours belongs into that of the user. */
const env = (): NodeJS.ProcessEnv => ({ ...process.env, HOME: join(place, 'home'), CUTOVER_DEMO_PLACE: place });

function demo(...args: string[]): Promise<number | null> {
  const started = spawn(process.execPath, [program, 'demo', ...args], { cwd: root, env: env() });
  child = started;
  started.stdout.on('data', (data: Buffer) => (printed += data.toString()));
  started.stderr.on('data', (data: Buffer) => (printed += data.toString()));
  return new Promise((done, reject) => started.on('error', reject).on('close', done));
}

/** Resolves when the demo has printed this, or has ended. */
async function until(text: RegExp, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!text.test(printed) && !isOver) await new Promise((resume) => setTimeout(resume, 50));
}

/** What is left of it: server processes, files, entries in the user's home. */
function left(): string[] {
  const servers = ['source', 'target'].filter(
    (role) => findServerPid(join(place, '.lab', role, 'my.cnf')) !== undefined,
  );
  const files = ['.lab', '.demo'].filter((name) => existsSync(join(place, name)));
  const home = existsSync(join(place, 'home')) ? readdirSync(join(place, 'home')) : [];
  // npm keeps its cache there; that is npm's own.
  return [...servers, ...files, ...home.filter((name) => name !== '.npm')];
}

it('says four steps with their seconds and the address last, and Ctrl-C leaves nothing', async () => {
  const ended = demo('--rows', '20000', '--no-load');
  await until(/^http:\S+$/m, ended);
  const lines = printed.split('\n').filter((line) => line !== '');
  expect(lines.slice(0, 4)).toEqual([
    expect.stringMatching(/^ {2}Packages +\d+\.\d s$/),
    expect.stringMatching(/^ {2}Build +\d+\.\d s$/),
    expect.stringMatching(/^ {2}Two servers, 20,000 rows +\d+\.\d s$/),
    expect.stringMatching(/^ {2}Cutover itself +\d+\.\d s$/),
  ]);
  const url = lines.at(-1) ?? '';
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/api/health/live`)).status).toBe(200);
  // Whoever looks at the dashboard asks all the time; the terminal stays as it is.
  await fetch(`${url}/api/migrations`);
  const second = spawnSync(process.execPath, [program, 'demo'], { cwd: root, env: env(), encoding: 'utf8' });
  expect(second).toMatchObject({ status: 1, stderr: expect.stringContaining(`already runs at ${url}`) });
  child?.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(printed).toMatch(/What was installed stays/);
  expect(printed).not.toMatch(/GET \//);
  expect(left()).toEqual([]);
}, 180_000);

it('ends at once when Ctrl-C comes while the servers are being filled', async () => {
  const ended = demo('--rows', '1000000');
  await until(/Build +\d/, ended);
  while (findServerPid(join(place, '.lab/source/my.cnf')) === undefined)
    await new Promise((resume) => setTimeout(resume, 20));
  const stoppedAt = performance.now();
  child?.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(performance.now() - stoppedAt).toBeLessThan(15_000);
  expect(left()).toEqual([]);
}, 180_000);

it('names the next free port when the one asked for is taken', async () => {
  const holder: Server = createServer();
  await new Promise<void>((resume) => holder.listen(0, '127.0.0.1', resume));
  const { port } = holder.address() as { port: number };
  try {
    expect(await demo('--port', String(port))).toBe(1);
    expect(printed).toMatch(new RegExp(`Port ${port} is taken. Choose another: npm run demo -- --port \\d+`));
  } finally {
    await new Promise((resume) => holder.close(resume));
  }
});

it.each([
  ['--port', '99999'],
  ['--rows', '0'],
  ['--rows', '1000000000'],
])('says what %s takes, instead of %s', async (option, value) => {
  expect(await demo(option, value)).toBe(1);
  expect(printed).toMatch(new RegExp(`${option} takes a whole number from 1 to \\d+, not "${value}"`));
  expect(printed).not.toMatch(/^ +at /m);
});
