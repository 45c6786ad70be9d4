// A clone may lie anywhere: paths with what shells, option files and connection strings take apart.
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAnyLab, roles, startAnyLab } from '../src/index.js';
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
