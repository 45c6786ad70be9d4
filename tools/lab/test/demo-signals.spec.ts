// However a demo is ended, nothing of it stays.
import { existsSync } from 'node:fs';
import { DemoPlace, type Run } from './demo-runs.js';

jest.setTimeout(180_000);

let place: DemoPlace;

beforeEach(() => (place = new DemoPlace()));
afterEach(() => place.end());

const address = /^http:\S+$/m;

async function serving(): Promise<Run & { url: string }> {
  const demo = place.demo('--rows', '20000');
  await demo.until(address);
  return { ...demo, url: address.exec(demo.printed())?.[0] ?? '' };
}

function isAnswering(url: string): Promise<boolean> {
  return fetch(`${url}/api/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
}

it.each(['SIGTERM', 'SIGHUP'] as const)('%s leaves nothing of a demo that serves', async (signal) => {
  const { child, ended, url } = await serving();
  child.kill(signal);
  expect(await ended).toBe(0);
  expect(place.left()).toEqual([]);
  expect(await isAnswering(url)).toBe(false);
});

it('a terminal that is closed leaves nothing of a demo, though it takes no more words', async () => {
  const { child, ended, url } = await serving();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGHUP');
  expect(await ended).toBe(0);
  expect(place.left()).toEqual([]);
  expect(await isAnswering(url)).toBe(false);
});

it('SIGHUP leaves nothing of a lab that comes up', async () => {
  const { child, ended } = place.labCommand('up', '--rows', '1000000');
  while (!place.isServerUp('source')) await new Promise((resume) => setTimeout(resume, 20));
  child.kill('SIGHUP');
  expect(await ended).toBe(130);
  expect(place.left()).toEqual([]);
});

it('after SIGKILL the API ends by itself, and the next demo removes the servers and its own', async () => {
  const killed = await serving();
  killed.child.kill('SIGKILL');
  while (await isAnswering(killed.url)) await new Promise((resume) => setTimeout(resume, 50));
  expect(place.isServerUp('source')).toBe(true);
  const next = place.demo('--rows', '30000', '--no-load');
  await next.until(address);
  // Not the servers of the first, which hold fewer rows.
  expect(next.printed()).toMatch(/Two servers, 30,000 rows/);
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
  expect(place.left()).toEqual([]);
});

it('after SIGKILL while the servers are being filled the next demo begins from nothing', async () => {
  const killed = place.demo('--rows', '1000000');
  while (!place.isServerUp('source')) await new Promise((resume) => setTimeout(resume, 20));
  killed.child.kill('SIGKILL');
  const next = await serving();
  expect(next.printed()).toMatch(/Two servers, 20,000 rows/);
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
  expect(place.left()).toEqual([]);
});

it('a lab that somebody brings up after a demo was killed is theirs, and outlives the next demo', async () => {
  const killed = await serving();
  killed.child.kill('SIGKILL');
  await killed.ended;
  const up = place.labCommand('up');
  expect(await up.ended).toBe(0);
  const next = await serving();
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
  expect(next.printed()).toContain('still is');
  expect(place.isServerUp('source')).toBe(true);
  const down = place.labCommand('down');
  expect(await down.ended).toBe(0);
  expect(existsSync(place.lab)).toBe(false);
});
