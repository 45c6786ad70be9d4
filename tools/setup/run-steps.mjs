// Runs the steps of `npm test` and `npm run test:long`, and says how they went. What a step prints goes to a log file: on
// the terminal stands one line a step, and at the end what failed.
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failedFilesIn, failuresIn } from './failures.mjs';
import { foldersOutside } from './outside.mjs';
import { isStopping, run } from './processes.mjs';

/**
 * Runs `waves` of steps one wave after the other, and the steps of a wave two at a time in their order. A step is
 * `{ name, command, args, files, cwd }` (files: only these, where it does not run all; cwd: the root unless told otherwise), or `{ name, work }` where work is a function that
 * rejects when it fails. Every step runs even when an earlier one failed, so that one run shows all. Resolves with the exit
 * code.
 *
 * With `endsBy` (milliseconds since the epoch) a step that has `minutes`, how long it takes, is begun only where it is over by then; what is
 * left out is told, and is no failure.
 *
 * A step with `mayRepeat` may have that many test files fail and pass when they are run again, by themselves: they are told as
 * unsteady, with how they failed. Before they are, `beforeRepeat` is called.
 */
export async function runSteps({ root, env, logFolder, waves, endsBy = Infinity, beforeRepeat = () => undefined }) {
  const logs = join(root, 'test-results', logFolder);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const startedMs = performance.now();
  const outcomes = [];
  const leftOut = [];
  const runStep = async (step) => {
    if (Date.now() + (step.minutes ?? 0) * 60_000 > endsBy) {
      const left = Math.max(0, Math.round((endsBy - Date.now()) / 60_000));
      console.log(`left out  ${step.name}: it takes about ${step.minutes} min, and ${left} are left`);
      leftOut.push(step.name);
      return;
    }
    const log = join(logs, `${step.name}.log`);
    const stepMs = performance.now();
    const first = await outcomeOf(step, log, { root, env });
    const again =
      first.code === 0 || isStopping() ? null : await repeated(step, first, { logs, root, env, beforeRepeat });
    if (isStopping()) return;
    const { code, text } = again ?? first;
    const seconds = ((performance.now() - stepMs) / 1000).toFixed(1).padStart(6);
    const files = again === null ? '' : `  run again by itself: ${again.files.join(', ')}`;
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${step.name.padEnd(12)} ${seconds} s${files}`);
    outcomes.push({ name: step.name, code, text, log, before: again === null ? null : first.text });
  };
  for (const wave of waves) {
    const waiting = [...wave];
    const lane = async () => {
      while (waiting.length > 0 && !isStopping()) await runStep(waiting.shift());
    };
    await Promise.all([lane(), lane()]);
  }
  if (isStopping()) return 130;
  const failed = outcomes.filter(({ code }) => code !== 0);
  for (const { name, code, before, log } of outcomes)
    if (before !== null)
      tellFailures(
        code === 0 ? `${name} is unsteady: it passed when run again` : `${name} failed at first`,
        before,
        relative(root, log),
      );
  for (const { name, text, before, log } of failed)
    tellFailures(
      before === null ? `${name} failed` : `${name} failed again`,
      text,
      relative(root, before === null ? log : againLog(log)),
    );
  console.log(`\nin ${((performance.now() - startedMs) / 1000).toFixed(0)} s; full logs in ${relative(root, logs)}/`);
  const without = leftOut.length === 0 ? '' : `, ${leftOut.length} left out for want of time`;
  console.log(`steps: ${outcomes.length - failed.length} passed, ${failed.length} failed${without}`);
  return failed.length === 0 ? 0 : 1;
}

/** The outcome of the files that failed, run again; null: the step may not do that, or too many failed. */
async function repeated(step, { text }, { logs, root, env, beforeRepeat }) {
  const files = step.mayRepeat ? failedFilesIn(text) : [];
  if (files.length === 0 || files.length > step.mayRepeat) return null;
  beforeRepeat();
  const log = againLog(join(logs, `${step.name}.log`));
  return { ...(await outcomeOf({ ...step, files: ['--runTestsByPath', ...files] }, log, { root, env })), files };
}

/** The log of a step's second run. */
function againLog(log) {
  return log.replace(/\.log$/, ' again.log');
}

async function outcomeOf({ command, args, files = [], work, cwd }, log, { root, env }) {
  if (work) {
    const failure = await work().then(
      () => null,
      (error) => error,
    );
    return failure ? { code: 1, text: failure.message } : { code: 0, text: '' };
  }
  const file = openSync(log, 'w');
  const code = await run(command, [...args, ...files], {
    cwd: cwd ?? root,
    env,
    stdio: ['ignore', file, file],
    hasOwnGroup: true,
  });
  closeSync(file);
  return { code, text: code === 0 ? '' : readFileSync(log, 'utf8') };
}

function tellFailures(what, text, log) {
  console.log(`\n━━ ${what} (full log: ${log})`);
  for (const failure of failuresIn(text)) console.log(`\n${failure}`);
}

/**
 * Gives `work` a folder in which all temporary files of the run end up, by TMPDIR, and a function that names what tests
 * left there and elsewhere. The folder itself goes in any case, also after Ctrl-C, and so do the servers of labs that lie in it.
 */
export async function inTemporaryFolder(root, work) {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'cutover-test-'));
  // Servers that root makes run as another user, who must get to their folders in it.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  const outsideBefore = foldersOutside(root);
  // The names that our own code gives; what tools (nx, Chromium, Node) leave there goes with the folder.
  const namesLeft = () => [
    ...readdirSync(folder).filter((name) => /^(cutover|lab)-/.test(name)),
    ...foldersOutside(root).filter((path) => !outsideBefore.includes(path)),
  ];
  try {
    return await work(namesLeft);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await removeLabs(root, folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Servers are processes of their own, which outlive a test that was ended. */
async function removeLabs(root, folder) {
  const lab = join(root, 'tools/lab/dist/index.js');
  // Where the build has failed nobody has started a server.
  if (!existsSync(lab)) return;
  const { removeLabsBelow } = await import(pathToFileURL(lab).href);
  await removeLabsBelow(folder);
}
