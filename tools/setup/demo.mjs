// `npm run demo`: a real pair, a write load, the API and the dashboard; Ctrl-C stops all that it started.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { freePortFrom, isPortFree } from './free-port.mjs';
import { fail } from './need.mjs';
import { labEngines, whyNoDemo } from './lab-engine.mjs';
import { lockLab } from './lock-lab.mjs';
import { isStopping, start, whenStopping } from './processes.mjs';
import { step } from './step-line.mjs';

const usage = `Usage: npm run demo -- [--engine ${labEngines.join('|')}] [--port 8080] [--no-load] [--rows 1000000]`;
const startTimeoutMs = 120_000;
/** About 20 GB in the two servers; more is no demo. */
const mostRows = 50_000_000;

/**
 * Runs until Ctrl-C (or until the API ends); resolves with the exit code. `machine` holds two functions,
 * `packages` (installs what is missing for an engine) and `build`; each is shown as a step.
 */
export async function demo(root, args, machine) {
  const options = readOptions(args);
  const { engine } = options;
  // A test gives the demo a place of its own, beside one that somebody has open.
  const place = process.env.CUTOVER_DEMO_PLACE ?? root;
  const home = join(place, '.lab');
  const self = { command: 'npm run demo' };
  // From the first step to the last: a second demo would build, fill and remove what is the first one's.
  const lock = await lockLab(home, () => self);
  try {
    const refusal = whyNoDemo(home, engine);
    if (refusal) fail(refusal);
    const port = await choosePort(options.port);
    await step('Packages', (detail) => machine.packages(engine, detail));
    if (isStopping()) return 130;
    await step('Build', machine.build);
    if (isStopping()) return 130;
    return await serve(root, { ...options, port, home, folder: join(place, '.demo'), lock, self });
  } finally {
    await lock.release();
  }
}

/** Servers, load and API, until Ctrl-C; then all that was started is removed. */
async function serve(root, { engine, rows, port, home, folder, lock, self, load: wantsLoad }) {
  const { startAnyLab, removeLab, ownerOfLab, freezeProofSettings, writeCutoverConfig } = await import(
    pathToFileURL(join(root, 'tools/lab/dist/index.js')).href
  );
  const isOurs = async () => (await ownerOfLab(home)) === 'demo';
  // Nobody else holds the lock: that demo was killed, and could not remove its servers.
  if (await isOurs()) await removeLab(home);
  const wasUp = (await ownerOfLab(home)) === 'person';
  // History of servers that are gone would be shown as this pair's.
  if (!wasUp) rmSync(folder, { recursive: true, force: true });
  let hasStarted = false;
  try {
    // Servers that are gone end their start: nobody waits for a million rows after Ctrl-C.
    void whenStopping.then(async () => !hasStarted && (await isOurs()) && removeLab(home));
    const lab = await step(serversStep(rows, wasUp), (detail) =>
      startAnyLab(engine, {
        home,
        lock,
        owner: 'demo',
        beginsPlain: true,
        ...(rows ? { rows } : {}),
        log: (line) => isStopping() || detail(line),
      }),
    );
    hasStarted = true;
    if (isStopping()) return 130;
    const load = wantsLoad ? lab.startLoad({ rate: 20 }) : null;
    const config = writeCutoverConfig(folder, lab.endpoints, {
      port,
      // Short intervals: whoever tries a break wants to see it now.
      monitoring: { intervalSeconds: 2, checksumIntervalMinutes: 1, consistencyIntervalMinutes: 0.5 },
      // One minute of green, in place of fifteen: whoever tries it wants to see the answer walk.
      sections: {
        readiness: { soakMinutes: 1, freezeProof: freezeProofSettings(engine) },
        backups: backupsOf(lab, folder),
        // What the product has to say of the pair stands in the dashboard; the terminal stays readable.
        logging: { level: 'warn', format: 'pretty' },
      },
    });
    const url = `http://127.0.0.1:${port}`;
    const { api, isServing } = await step('Cutover itself', async () => {
      const started = start(process.execPath, ['--max-semi-space-size=2', join(root, 'apps/api/dist/api.js')], {
        cwd: root,
        env: { ...process.env, CUTOVER_CONFIG: config, CUTOVER_STARTED_BY: 'demo' },
        // By the channel it learns that we were killed, and ends too.
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      return { api: started, isServing: await waitUntilLive(url, started.ended) };
    });
    if (isServing) {
      self.url = url;
      welcome(url, lab, load !== null);
      void backUpFirst(url);
    }
    if (!isServing && !isStopping() && api.child.exitCode === null) {
      console.error(
        `Cutover did not answer within ${startTimeoutMs / 1000} s: read the lines above. If there are none, the machine has too much else to do: run the command again when it has less`,
      );
      api.child.kill('SIGTERM');
    }
    const code = await api.ended;
    await load?.stop();
    return isStopping() ? 0 : code;
  } catch (error) {
    // Servers that are ended while they are being filled say so; the user knows why.
    if (isStopping()) return 130;
    throw error;
  } finally {
    if (await isOurs()) await removeLab(home);
    if (!wasUp) rmSync(folder, { recursive: true, force: true });
    console.log(
      wasUp
        ? '\nStopped. The lab was there before and still is.'
        : '\nStopped: the servers and their files are gone. What was installed stays: packages of the system, node_modules, the build.',
    );
  }
}

/** The source is backed up to a folder beside the configuration, and restored to a server that is made for it. */
function backupsOf({ endpoints, database }, folder) {
  const { engine, host, port, user, tls } = endpoints.source;
  const passwordFile = join(folder, 'source.password');
  return {
    servers: [{ name: 'shop-db', engine, host, port, username: user, passwordFile, tls, databases: [database] }],
    storages: [{ name: 'disk', folder: join(folder, 'backups'), retention: { last: 6 } }],
    schedules: [{ name: 'often', cron: '*/5 * * * *' }],
    restoreTest: { cron: '2-59/10 * * * *' },
  };
}

/** Nobody waits for the first slot of a schedule: one backup at once, and whether it restores. What fails stands on the page. */
async function backUpFirst(url) {
  const ask = async (method, path, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/backups${path}`, { method, headers, body: body && JSON.stringify(body) });
    return answer.json();
  };
  try {
    let run = await ask('POST', '/runs', { server: 'shop-db' });
    while (run.state === 'running' && !isStopping()) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      run = await ask('GET', `/runs/${run.id}`);
    }
    const backupId = run.databases?.[0]?.backupId;
    if (backupId) await ask('POST', '/restore-tests', { backupId });
  } catch {
    // It is being stopped.
  }
}

function serversStep(rows = 1_000_000, wasUp) {
  return wasUp ? 'Servers (those that are up already)' : `Two servers, ${rows.toLocaleString('en')} rows`;
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        engine: { type: 'string', default: 'mariadb' },
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
    if (!labEngines.includes(values.engine))
      throw new Error(`--engine takes ${labEngines.join(' or ')}, not "${values.engine}"`);
    return {
      ...values,
      port: wholeNumber(values.port, '--port', 65_535),
      rows: wholeNumber(values.rows, '--rows', mostRows),
    };
  } catch (error) {
    fail(`${error.message}\n${usage}`);
  }
}

function wholeNumber(text, name, most) {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new Error(`${name} takes a whole number from 1 to ${most}, not "${text}"`);
  return number;
}

async function choosePort(wanted) {
  if (wanted !== undefined) {
    if (!(await isPortFree(wanted)))
      fail(
        `Port ${wanted} is taken. Choose another: npm run demo -- --port ${(await freePortFrom(wanted + 1)) ?? 9000}, or leave --port out.`,
      );
    return wanted;
  }
  return (await freePortFrom(8080)) ?? fail('No free port from 8080 on. Choose one: npm run demo -- --port 9000');
}

/** False when the process ends first, or it takes too long. */
async function waitUntilLive(url, ended) {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && !isStopping() && !hasEnded) {
    const answer = await fetch(`${url}/api/health/live`).catch(() => null);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}

function welcome(url, lab, isLoaded) {
  const { endpoints, engine } = lab;
  const [source, target] = ['source', 'target'].map(
    (role) => `127.0.0.1:${endpoints[role].port} (${engine.sides[role]})`,
  );
  const [first, second] = engine.firstBreaks;
  const width = Math.max(first.length, second.length) + 6;
  console.log(`
  source ${source}  →  target ${target}${isLoaded ? ', 20 commits/s' : ''}${engine.leftToUser === null ? '' : `\n  ${engine.leftToUser}`}
  Break it in another terminal, and watch:
    npm run lab -- break ${first.padEnd(width)}npm run lab -- mend ${first}
    npm run lab -- break ${second.padEnd(width)}npm run lab -- status
  Ctrl-C stops all of it.

${url}`);
}
