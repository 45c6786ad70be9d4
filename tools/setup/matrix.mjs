// `npm run test:matrix`: what must hold on every server, on one pair of servers after the other; prints the tables of docs/compatibility.md.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { valueOf } from './lab-engine.mjs';
import { mariadbMatrix } from './matrix-mariadb.mjs';
import { postgresMatrix } from './matrix-postgres.mjs';
import { packagedRoot, unpackedRoot } from './matrix-roots.mjs';
import { tableIn, tableText, withOtherPairs, writeTable } from './matrix-table.mjs';
import { fail } from './need.mjs';
import { isStopping } from './processes.mjs';
import { withTestLabs } from './test.mjs';

const matrices = { mariadb: mariadbMatrix, postgres: postgresMatrix };

/**
 * What the arguments ask for: the engines (`--engine`, else all; MySQL is tried with MariaDB), the one pair of the engine
 * (`--pair "15 18"`, else all: undefined), and whether the tables are written (`--write`).
 */
export function chosenRun(args) {
  const known = Object.keys(matrices);
  const taken = ['--engine', '--pair'];
  const isKnown = (word, at) => /^--(write|(engine|pair)(=.*)?)$/.test(word) || taken.includes(args[at - 1]);
  const surplus = args.filter((word, at) => !isKnown(word, at));
  // A run takes the better part of an hour: nothing that was typed means "all" by mistake.
  if (surplus.length > 0)
    fail(
      `Usage: npm run test:matrix -- [--engine ${known.join('|')} [--pair "SOURCE TARGET"]] [--write]. Not known: ${surplus.join(' ')}`,
    );
  const [engine, pair] = taken.map((flag) => valueOf(flag, args) ?? (args.includes(flag) ? '' : undefined));
  if (engine !== undefined && !known.includes(engine))
    fail(`--engine takes ${known.join(' or ')} (with MySQL under mariadb), not "${engine}".`);
  if (pair !== undefined && engine === undefined) fail('--pair needs --engine: each engine has pairs of its own.');
  return {
    engines: engine === undefined ? known : [engine],
    pair: pair === undefined ? undefined : pairOf(engine, pair),
    isWritten: args.includes('--write'),
  };
}

/** The pair of this engine that is named by its servers, as `15 18`. Ends the process where there is none. */
function pairOf(engine, name) {
  const nameOf = (pair) => pair.map((server) => server.name).join(' ');
  const { pairs } = matrices[engine];
  const found = pairs.find((pair) => nameOf(pair) === name.trim());
  if (found !== undefined) return found;
  const names = pairs.map((pair) => `"${nameOf(pair)}"`).join(', ');
  return fail(`--pair takes one of ${names} for ${engine} (own: the servers of this machine), not "${name}".`);
}

/**
 * Runs what `chosenRun` answers; the table of a single pair keeps the others that docs/compatibility.md has. Resolves with 0
 * when everything passed.
 */
export async function matrix(root, { engines, pair, isWritten }) {
  const labs = await import(pathToFileURL(join(root, 'tools/lab/dist/index.js')).href);
  const startedMs = performance.now();
  // Unpacked first: where that fails nothing runs yet.
  const cache = cacheFolder(root, labs, engines);
  const pairsOf = Object.fromEntries(
    engines.map((engine) => [engine, softwareOf(cache, pair === undefined ? matrices[engine].pairs : [pair])]),
  );
  const document = join(root, 'docs/compatibility.md');
  let hasPassed = true;
  for (const engine of engines) {
    const results = await resultsOf(root, labs, engine, pairsOf[engine]);
    if (isStopping()) return 130;
    const table = matrices[engine].tableOf(results);
    console.log(`\n${tableText(table)}`);
    const whole = pair === undefined ? table : withOtherPairs(table, tableIn(document, engine));
    if (isWritten) writeTable(document, engine, tableText(whole));
    hasPassed &&= results.every(({ failed, code }) => failed === 0 && code === 0);
  }
  console.log(`\nin ${secondsSince(startedMs)} s`);
  return hasPassed ? 0 : 1;
}

/** What came of every pair of one engine. */
function resultsOf(root, labs, engine, pairs) {
  const { atOnce, hasOtherEngine } = matrices[engine];
  return withTestLabs(root, {}, async (begin) => {
    if (hasOtherEngine) await begin();
    return inLanes(atOnce, pairs, (software) => resultOf(root, labs, engine, software));
  });
}

/** Works on so many items at once, also after one has failed. Resolves with the results in the order of the items. */
async function inLanes(count, items, work) {
  const results = [];
  const waiting = [...items.entries()];
  const lane = async () => {
    while (waiting.length > 0 && !isStopping()) {
      const [index, item] = waiting.shift();
      results[index] = await work(item);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: count }, lane));
  for (const { status, reason } of lanes) if (status === 'rejected' && !isStopping()) throw reason;
  return results;
}

async function resultOf(root, labs, engine, software) {
  const { startLab, versionOf, tested } = matrices[engine];
  const startedMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'cutover-matrix-'));
  try {
    const lab = await startLab(labs, { home: join(folder, 'lab'), software });
    const [source, target] = [await versionOf(lab, 'source'), await versionOf(lab, 'target')];
    const pair = `${source.text} → ${target.text}`;
    console.log(`…    ${pair}`);
    const result = await tested({ root, folder, lab, source, target });
    const hasPassed = result.failed === 0 && result.code === 0;
    console.log(`${hasPassed ? 'ok  ' : 'FAIL'} ${pair} in ${secondsSince(startedMs)} s`);
    return { ...result, pair };
  } finally {
    await labs.removeLabsBelow(folder);
    rmSync(folder, { recursive: true });
  }
}

function softwareOf(cache, pairs) {
  const rootOf = ({ suite, packages, npm }) => {
    if (npm !== undefined) return packagedRoot(cache, npm);
    return suite === undefined ? null : unpackedRoot(cache, suite, packages);
  };
  const unpacked = (server) => ({ flavor: server.flavor, root: rootOf(server) });
  return pairs.map(([source, target]) => ({ source: unpacked(source), target: unpacked(target) }));
}

/**
 * Where servers are unpacked. PostgreSQL refuses to run as root: where we are root, the account that it runs under must be
 * able to go there. A clone below /root is closed to it; then they go to a temporary folder, and are fetched for each run.
 */
function cacheFolder(root, { isOpenToAll, serverAccount }, engines) {
  const cache = join(root, 'node_modules/.cache/cutover-matrix');
  mkdirSync(cache, { recursive: true });
  if (!engines.includes('postgres') || serverAccount() === undefined || isOpenToAll(cache)) return cache;
  const open = mkdtempSync(join(isOpenToAll(tmpdir()) ? tmpdir() : '/tmp', 'cutover-matrix-'));
  chmodSync(open, 0o755);
  process.once('exit', () => rmSync(open, { recursive: true, force: true }));
  return open;
}

const secondsSince = (startedMs) => ((performance.now() - startedMs) / 1000).toFixed(0);
