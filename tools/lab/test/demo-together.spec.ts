// More than one command on one lab folder.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeHolder, lockAddress, lockFolder } from '../lock/folder-lock.mjs';
import { startLab } from '../src/index.js';
import { DemoPlace } from './demo-runs.js';

jest.setTimeout(180_000);

let place: DemoPlace;

beforeEach(() => (place = new DemoPlace()));
afterEach(() => place.end());

const address = /^http:\S+$/m;
const stack = /^ +at /m;

async function serversAreFilled(): Promise<void> {
  while (!place.isServerUp('source')) await new Promise((resume) => setTimeout(resume, 20));
}

it('a demo that fills its servers keeps them when a second demo, and a lab, want the same folder', async () => {
  const first = place.demo('--rows', '300000', '--no-load');
  await first.until(/Build +\d/);
  await serversAreFilled();
  for (const other of [place.demo(), place.labCommand('up')]) {
    expect(await other.ended).toBe(1);
    expect(other.printed()).toContain(`npm run demo (process ${first.child.pid}) uses the lab in ${place.lab}`);
    expect(other.printed()).toContain(`kill ${first.child.pid}`);
    expect(other.printed()).not.toMatch(stack);
  }
  await first.until(address);
  expect(first.printed()).toMatch(address);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
});

it('of demos that begin at the same instant one serves, and the others say which', async () => {
  const demos = [1, 2, 3].map(() => place.demo('--rows', '20000', '--no-load'));
  await Promise.allSettled(demos.map(({ until }) => until(address)));
  const serving = demos.filter(({ printed }) => address.test(printed()));
  expect(serving).toHaveLength(1);
  const [winner] = serving;
  for (const loser of demos.filter((demo) => demo !== winner)) {
    expect(await loser.ended).toBe(1);
    expect(loser.printed()).toContain(`npm run demo (process ${winner?.child.pid})`);
  }
  winner?.child.kill('SIGINT');
  expect(await winner?.ended).toBe(0);
  expect(place.left()).toEqual([]);
});

it('of labs that come up at the same instant one does, and Ctrl-C leaves nothing of it', async () => {
  const labs = [1, 2].map(() => place.labCommand('up', '--rows', '1000000'));
  const refused = await Promise.race(
    labs.map(async (lab) => ((await lab.ended) === 1 ? lab : new Promise<never>(() => undefined))),
  );
  expect(refused.printed()).toMatch(/main\.js .*up.* \(process \d+\) uses the lab in/);
  expect(refused.printed()).not.toMatch(stack);
  await serversAreFilled();
  const other = labs.find((lab) => lab !== refused);
  other?.child.kill('SIGINT');
  expect(await other?.ended).toBe(130);
  expect(place.left()).toEqual([]);
});

it('a demo leaves a lab alone that is of another engine, and says so without a stack', async () => {
  await mkdir(place.lab);
  const state = {
    format: 1,
    engine: 'postgres',
    isReady: true,
    socketFolder: place.lab,
    ports: { source: 1, target: 2 },
  };
  await writeFile(join(place.lab, 'lab.json'), JSON.stringify(state));
  const { ended, printed } = place.demo();
  expect(await ended).toBe(1);
  expect(printed()).toContain('is one of engine postgres');
  expect(printed()).toContain('npm run lab -- down');
  expect(printed()).not.toMatch(stack);
  expect(existsSync(join(place.lab, 'lab.json'))).toBe(true);
  await rm(place.lab, { recursive: true });
});

describe('the lock on a folder', () => {
  const self = (): { command: string } => ({ command: 'a test' });
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cutover-lock-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it.each(['linux', 'darwin'] as const)(
    'is given to one, named by every path of the folder, and let go (%s)',
    async (platform) => {
      await symlink(folder, join(folder, 'link'));
      const [one, other] = ['new', 'link/new'].map((name) => lockAddress(join(folder, name), platform));
      const { lock } = await lockFolder(folder, self, one);
      expect((await lockFolder(folder, self, other)).holder).toEqual({ pid: process.pid, command: 'a test' });
      await lock?.release();
      const again = await lockFolder(folder, self, other);
      expect(again.holder).toBeUndefined();
      await again.lock?.release();
    },
  );

  it.each(['linux', 'darwin'] as const)('is free when its holder was killed (%s)', async (platform) => {
    const file = resolve(__dirname, '../lock/folder-lock.mjs');
    const name = lockAddress(folder, platform);
    const script = `import { lockFolder } from ${JSON.stringify(file)};
      await lockFolder('', () => ({ command: 'the other' }), ${JSON.stringify(name)}); console.log('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resume) => child.stdout.once('data', resume));
    expect((await lockFolder(folder, self, name)).holder).toEqual({ pid: child.pid, command: 'the other' });
    child.kill('SIGKILL');
    await new Promise((resume) => child.once('exit', resume));
    const { lock, holder } = await lockFolder(folder, self, name);
    expect(holder).toBeUndefined();
    await lock?.release();
  });

  it('holds off whoever brings a lab up from code', async () => {
    const { lock } = await lockFolder(folder, self);
    await expect(startLab({ home: folder, rows: 1000 })).rejects.toMatchObject({
      name: 'LabError',
      message: expect.stringContaining(`a test (process ${process.pid}) uses the lab in ${folder}`),
    });
    await lock?.release();
  });

  it('is held also by one that does not say who it is', () => {
    expect(describeHolder('/x', {}).join(' ')).toBe(
      'Another process uses the lab in /x just now. Wait until it has ended.',
    );
  });
});
