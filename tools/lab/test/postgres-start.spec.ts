// A start of a PostgreSQL lab that is ended before it is done.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeLab, roles, startPostgresLab } from '../src/index.js';
import { until } from '../src/deadline.js';
import { dataDirectoryOption, serverPaths } from '../src/engines/postgres/server/server-paths.js';
import { readState } from '../src/lab-state.js';
import { processesStartedWith } from '../src/server/process-table.js';

jest.setTimeout(300_000);

const rows = 5000;
let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'lab-postgres-start-'));
});

afterAll(async () => {
  await rm(parent, { recursive: true, force: true });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('ends a start that is under way, with the programs that make its files', async () => {
  const early = join(parent, 'early');
  const starting = startPostgresLab({ home: early, rows }).catch((error: unknown) => error);
  const installers = async (): Promise<readonly number[]> => {
    const state = await readState(join(early, 'lab.json'));
    return roles.flatMap((role) =>
      state ? processesStartedWith('initdb', dataDirectoryOption(serverPaths(state, role))) : [],
    );
  };
  const bothInstall = async (): Promise<true | undefined> =>
    (await installers()).length === roles.length ? true : undefined;
  await until('initdb to run on both sides', bothInstall, { timeoutMs: 60_000, pauseMs: 5 });
  const pids = await installers();
  const state = await readState(join(early, 'lab.json'));
  expect(await removeLab(early)).toBe(true);
  expect(await starting).toMatchObject({ message: expect.stringContaining('initdb failed') });
  // One that was ended is there until whoever inherited it has taken note.
  await until('initdb to be gone', async () => (pids.some(isAlive) ? undefined : true), { timeoutMs: 10_000 });
  expect([existsSync(early), existsSync(state?.socketFolder ?? early)]).toEqual([false, false]);
});
