import { createServer, type Server } from 'node:net';
import { DemoPlace } from './demo-runs.js';

let place: DemoPlace;

beforeEach(() => (place = new DemoPlace()));
afterEach(() => place.end());

const address = /^http:\S+$/m;

it('says four steps as they begin, with their seconds as they end, and the address last, and Ctrl-C leaves nothing', async () => {
  const first = place.demo('--rows', '20000', '--no-load');
  await first.until(address);
  const lines = first
    .printed()
    .split('\n')
    .filter((line) => line !== '');
  const steps = ['Packages', 'Build', 'Two servers, 20,000 rows', 'Cutover itself'];
  expect(lines.slice(0, 8)).toEqual(
    steps.flatMap((step) => [`  ${step} …`, expect.stringMatching(new RegExp(`^ {2}${step} +\\d+\\.\\d s$`))]),
  );
  const url = lines.at(-1) ?? '';
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/api/health/live`)).status).toBe(200);
  // Whoever looks at the dashboard asks all the time; the terminal stays as it is.
  await fetch(`${url}/api/migrations`);
  const second = place.demo();
  expect(await second.ended).toBe(1);
  expect(second.printed()).toContain(`already runs at ${url}`);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
  expect(first.printed()).toMatch(/What was installed stays/);
  expect(first.printed()).not.toMatch(/GET \//);
  expect(place.left()).toEqual([]);
}, 180_000);

it('ends at once when Ctrl-C comes while the servers are being filled', async () => {
  const { child, ended, until } = place.demo('--rows', '1000000');
  await until(/Build +\d/);
  while (!place.isServerUp('source')) await new Promise((resume) => setTimeout(resume, 20));
  const stoppedAt = performance.now();
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(performance.now() - stoppedAt).toBeLessThan(15_000);
  expect(place.left()).toEqual([]);
}, 180_000);

it('names the next free port when the one asked for is taken', async () => {
  const holder: Server = createServer();
  await new Promise<void>((resume) => holder.listen(0, '127.0.0.1', resume));
  const { port } = holder.address() as { port: number };
  try {
    const { ended, printed } = place.demo('--port', String(port));
    expect(await ended).toBe(1);
    expect(printed()).toMatch(new RegExp(`Port ${port} is taken. Choose another: npm run demo -- --port \\d+`));
  } finally {
    await new Promise((resume) => holder.close(resume));
  }
});

it.each([
  ['--port', '99999'],
  ['--rows', '0'],
  ['--rows', '1000000000'],
])('says what %s takes, instead of %s', async (option, value) => {
  const { ended, printed } = place.demo(option, value);
  expect(await ended).toBe(1);
  expect(printed()).toMatch(new RegExp(`${option} takes a whole number from 1 to \\d+, not "${value}"`));
  expect(printed()).not.toMatch(/^ +at /m);
});
