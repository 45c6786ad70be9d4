// A clone may lie anywhere: paths with what shells, option files and connection strings take apart.
import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { openAnyLab, removeLab, roles, startAnyLab } from '../src/index.js';
import { isOpenToAll } from '../src/engines/postgres/server/choose-place.js';
import { DemoPlace } from './demo-runs.js';

jest.setTimeout(300_000);

const oddName = `it's für #1 "x" \\b`;

it.each(['mariadb', 'postgres'] as const)(
  'a lab of %s comes up, starts again and goes in such a folder',
  async (engine) => {
    const parent = await mkdtemp(join(tmpdir(), 'cutover-odd-'));
    const home = join(parent, oddName, 'lab');
    // PostgreSQL does not run as root; where we are, its files lie in the home only if another account may go there.
    await chmod(parent, 0o711);
    await mkdir(join(parent, oddName), { mode: 0o755 });
    const lab = await startAnyLab(engine, { home, rows: 1000 });
    try {
      expect((await lab.status()).replication).not.toBeNull();
      await Promise.all(roles.map((role) => lab.server(role).stop()));
      await startAnyLab(engine, { home });
      const again = await openAnyLab(home);
      await again.catchUp();
      expect(roles.map((role) => again.server(role).isRunning())).toEqual([true, true]);
    } finally {
      await lab.stop();
    }
    expect(roles.map((role) => lab.server(role).isRunning())).toEqual([false, false]);
    expect(existsSync(home)).toBe(false);
    await rm(parent, { recursive: true });
  },
);

const program = resolve(__dirname, '../dist/main.js');
const nobody = 65_534;
/** Tests that run as a plain user show this already; root becomes one, where that one may read what it runs. */
const canBeNobody = process.getuid?.() === 0 && [program, process.execPath].every((path) => isOpenToAll(dirname(path)));

(canBeNobody ? it : it.skip)('a lab of postgres comes up and goes there for a user who is not root', async () => {
  // The folder for temporary files may be closed to others.
  const parent = await mkdtemp('/tmp/cutover-odd-');
  const home = join(parent, oddName, 'lab');
  await mkdir(join(parent, oddName));
  for (const folder of [parent, join(parent, oddName)]) await chown(folder, nobody, nobody);
  const run = async (...words: string[]): Promise<unknown> => {
    const options = { uid: nobody, gid: nobody, cwd: parent, env: { PATH: process.env['PATH'], HOME: parent } };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [program, ...words, '--home', home, '--json'],
      options,
    );
    return JSON.parse(stdout);
  };
  try {
    await run('up', '--engine', 'postgres', '--rows', '1000');
    const pids = roles.map(async (role) => (await openAnyLab(home)).server(role).pid());
    for (const pid of await Promise.all(pids)) expect(statSync(`/proc/${pid}`).uid).toBe(nobody);
    expect(await run('down')).toEqual({ home, wasUp: true });
    expect(existsSync(home)).toBe(false);
  } finally {
    await removeLab(home);
    await rm(parent, { recursive: true });
  }
});

it('the demo runs in such a folder, and leaves nothing', async () => {
  const place = new DemoPlace(oddName);
  try {
    const { child, ended, printed, until } = place.demo('--rows', '1000');
    await until(/^http:\S+$/m);
    const [url] = /^http:\S+$/m.exec(printed()) ?? [printed()];
    const answer = await fetch(`${url}/api/migrations`);
    expect(answer.status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(place.left()).toEqual([]);
  } finally {
    await place.end();
  }
});
