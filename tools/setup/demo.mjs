// `npm run demo`: a real pair, a write load, the API and the dashboard; Ctrl-C stops all that it started.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { freePortFrom, isPortFree } from './free-port.mjs';
import { fail } from './need.mjs';
import { isStopping, start } from './processes.mjs';

const usage = 'Usage: npm run demo -- [--port 8080] [--no-load] [--rows 1000000]';
const startTimeoutMs = 60_000;

/** Runs until Ctrl-C (or until the API ends); resolves with the exit code. */
export async function demo(root, args) {
  const options = readOptions(args);
  const port = await choosePort(options.port);
  const { startLab, openLab, writeCutoverConfig } = await import(
    pathToFileURL(join(root, 'tools/lab/dist/index.js')).href
  );
  const home = join(root, '.lab');
  const wasUp = await openLab(home).then(
    (lab) => lab.status().then(({ servers }) => Object.values(servers).every(({ pid }) => pid !== null)),
    () => false,
  );
  console.log(wasUp ? 'Using the lab that is already up.' : 'Starting two MariaDB servers and seeding the shop …');
  const lab = await startLab({ home, ...(options.rows ? { rows: options.rows } : {}) });
  const folder = join(root, '.demo');
  // History of servers that are gone would be shown as this pair's.
  if (!wasUp) rmSync(folder, { recursive: true, force: true });
  try {
    if (isStopping()) return 0;
    const load = options.load ? lab.startLoad({ rate: 20 }) : null;
    const config = writeCutoverConfig(folder, lab.endpoints, {
      port,
      // Short intervals: whoever tries a break wants to see it now.
      monitoring: { intervalSeconds: 2, checksumIntervalMinutes: 1, consistencyIntervalMinutes: 0.5 },
    });
    const api = start(process.execPath, [join(root, 'apps/api/dist/main.js')], {
      cwd: root,
      env: { ...process.env, CUTOVER_CONFIG: config },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const url = `http://127.0.0.1:${port}`;
    const isServing = await Promise.race([waitUntilLive(url), api.ended.then(() => false)]);
    if (isServing) welcome(url, lab, load !== null);
    const code = await api.ended;
    await load?.stop();
    return isStopping() ? 0 : code;
  } finally {
    if (!wasUp) {
      await lab.stop();
      rmSync(folder, { recursive: true, force: true });
    }
    console.log(
      wasUp ? 'Stopped. The lab was up before and still is.' : 'Stopped: the servers are gone, and their files too.',
    );
  }
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        rows: { type: 'string' },
        load: { type: 'boolean', default: true },
        help: { type: 'boolean' },
      },
      allowNegative: true,
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { ...values, port: wholeNumber(values.port, '--port'), rows: wholeNumber(values.rows, '--rows') };
  } catch (error) {
    fail(`${error.message}\n${usage}`);
  }
}

function wholeNumber(text, name) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} takes a whole number above 0, not "${text}"`);
  return number;
}

async function choosePort(wanted) {
  if (wanted !== undefined) {
    if (!(await isPortFree(wanted)))
      fail(`Port ${wanted} is taken. Choose another: npm run demo -- --port ${wanted + 1}`);
    return wanted;
  }
  return (await freePortFrom(8080)) ?? fail('No free port from 8080 on. Choose one: npm run demo -- --port 9000');
}

async function waitUntilLive(url) {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && !isStopping()) {
    const answer = await fetch(`${url}/api/health/live`).catch(() => null);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

function welcome(url, lab, isLoaded) {
  const { source, target } = lab.endpoints;
  console.log(`
  Cutover is watching a real pair:
    source 127.0.0.1:${source.port} (plain)  →  target 127.0.0.1:${target.port} (encrypted)${isLoaded ? ', 20 commits/s' : ''}

  Dashboard   ${url}
  API         ${url}/api/docs

  Break it in another terminal, and watch:
    npm run lab -- break row-changed        npm run lab -- mend row-changed
    npm run lab -- break receiver-dead      npm run lab -- status

  Ctrl-C stops all of it.
`);
}
