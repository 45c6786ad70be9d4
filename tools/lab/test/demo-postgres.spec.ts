import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresProgram } from '../src/engines/postgres/server/postgres-program.js';
import { LabHome } from '../src/lab-home.js';
import { readState, type LabState } from '../src/lab-state.js';
import { roles } from '../src/index.js';
import { DemoPlace, type Run } from './demo-runs.js';

jest.setTimeout(180_000);

let place: DemoPlace;

beforeEach(() => (place = new DemoPlace()));
afterEach(() => place.end());

const address = /^http:\S+$/m;

/** What the lab has written down of itself, once the servers that run are as many as this. */
async function whenUp(servers: number, { child }: Run): Promise<LabState> {
  for (;;) {
    const state = await readState(join(place.lab, 'lab.json'));
    if (state && running(state).length >= servers) return state;
    if (child.exitCode !== null) throw new Error('The demo has ended.');
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

function running(state: LabState): readonly string[] {
  const home = new LabHome(place.lab);
  return roles.filter((role) => postgresProgram({ home, state }, role).findPid() !== undefined);
}

/** As `DemoPlace.left`; the files of these servers may lie outside of the home, where their account may go. */
function left(state: LabState): string[] {
  return [...place.left(), ...running(state), ...[state.socketFolder].filter((folder) => existsSync(folder))];
}

it('ends at once when Ctrl-C comes while the servers are being filled, and leaves nothing', async () => {
  const demo = place.demo('--engine', 'postgres', '--rows', '1000000');
  const state = await whenUp(2, demo);
  expect(state).toMatchObject({ engine: 'postgres', owner: 'demo' });
  const stoppedAt = performance.now();
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(130);
  expect(performance.now() - stoppedAt).toBeLessThan(15_000);
  expect(left(state)).toEqual([]);
});

it('removes what a killed demo has left, which was one of MariaDB', async () => {
  const killed = place.demo('--rows', '1000000');
  while (!place.isServerUp('source')) await new Promise((resume) => setTimeout(resume, 20));
  killed.child.kill('SIGKILL');
  await killed.ended;
  const demo = place.demo('--engine', 'postgres', '--rows', '1000');
  const state = await whenUp(1, demo);
  expect(state.engine).toBe('postgres');
  expect(place.left()).toEqual(['.lab']);
  demo.child.kill('SIGINT');
  await demo.ended;
  expect(left(state)).toEqual([]);
});

it.each([
  ['mariadb', ['--engine', 'postgres'], 'npm run demo -- --engine mariadb'],
  ['postgres', [], 'npm run demo -- --engine postgres'],
])('leaves a lab of %s alone when it is asked for the other engine, and says what to do', async (engine, args, way) => {
  await mkdir(place.lab);
  await writeFile(join(place.lab, 'lab.json'), JSON.stringify({ format: 1, engine }));
  const { ended, printed } = place.demo(...args);
  expect(await ended).toBe(1);
  expect(printed().trim()).toBe(
    `The lab in ${place.lab} is one of engine ${engine}, not ${engine === 'mariadb' ? 'postgres' : 'mariadb'}. ` +
      `Take it down first (npm run lab -- down), or show that one: ${way}.`,
  );
  expect(existsSync(join(place.lab, 'lab.json'))).toBe(true);
  await rm(place.lab, { recursive: true });
});

it('says which engines there are', async () => {
  const { ended, printed } = place.demo('--engine', 'oracle');
  expect(await ended).toBe(1);
  expect(printed()).toContain('--engine takes mariadb or postgres, not "oracle"');
});

it('shows a publisher and its subscriber, names their breaks, and Ctrl-C leaves nothing', async () => {
  const demo = place.demo('--engine', 'postgres', '--rows', '1000');
  await demo.until(address);
  const state = await whenUp(2, demo);
  const lines = demo.printed().split('\n');
  const { source, target } = state.ports;
  expect(lines).toContain(
    `  source 127.0.0.1:${source} (publisher)  →  target 127.0.0.1:${target} (subscriber), 20 commits/s`,
  );
  expect(lines).toContain(
    '  Nothing can see how the disk of PostgreSQL is encrypted: answer for it on the page (Readiness, "Waive …").',
  );
  expect(lines).toContain(
    '    npm run lab -- break subscription-disabled      npm run lab -- mend subscription-disabled',
  );
  expect(lines).toContain('    npm run lab -- break apply-error                npm run lab -- status');
  const url = lines.filter((line) => line !== '').at(-1) ?? '';
  expect(await (await fetch(`${url}/api/migrations`)).json()).toMatchObject([{ name: 'shop', engine: 'postgres' }]);
  demo.child.kill('SIGINT');
  expect(await demo.ended).toBe(0);
  expect(left(state)).toEqual([]);
});
