import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { engines } from './engines/registry.js';
import { Random } from './random.js';
import { faultText } from './report/fault-text.js';
import { figures } from './report/figures.js';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const usage = `Usage: npm run soak -- [--engine mariadb] [--minutes 15] [--seed NUMBER] [--only ACTION,…]
  --engine   the servers: ${Object.keys(engines).join(', ')}
  --minutes  how long servers and product are tormented
  --seed     the same seed does the same things in the same order; the answers come when they come
  --only     nothing but these, by their names in the table that it ends with`;

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'mariadb' },
    minutes: { type: 'string', default: '15' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];

const startPair = engines[values.engine];
if (values.help) console.log(usage);
else if (startPair === undefined || !(minutes > 0) || !Number.isInteger(seed)) {
  console.error(usage);
  process.exitCode = 2;
} else process.exitCode = await soak(startPair);

/** Resolves with the exit code: 0 when every answer was right. */
async function soak(start: NonNullable<typeof startPair>): Promise<number> {
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end.abort());
  const logFolder = join(root, 'test-results/soak', `${values.engine}-${seed}`);
  rmSync(logFolder, { recursive: true, force: true });
  mkdirSync(logFolder, { recursive: true });
  const tell = (line: string): void => {
    console.log(line);
    appendFileSync(join(logFolder, 'soak.log'), `${line}\n`);
  };
  tell(`Soak: --engine ${values.engine}, ${minutes} min, --seed ${seed}. Everything is kept in ${logFolder}.`);
  const folder = mkdtempSync(join(tmpdir(), 'cutover-soak-'));
  const pair = await start(join(folder, 'lab'));
  try {
    const { stage, run } = await pair.setStage({ root, random: new Random(seed), folder, logFolder });
    try {
      const book = await run({
        root,
        minutes,
        only: values.only?.split(',') ?? null,
        logFolder,
        tell,
        signal: end.signal,
      });
      const text = figures(stage.journal.tally(), book.tally(), book.faults);
      writeFileSync(
        join(logFolder, 'faults.txt'),
        book.faults.map((fault) => faultText(fault, stage.journal)).join('\n\n'),
      );
      tell(`\n${text}\n${stage.load.commits} transactions were written, ${stage.load.failures} connections failed.`);
      if (book.faults.length > 0)
        tell(`${book.faults.length} faults: see faults.txt; again with --engine ${values.engine} --seed ${seed}`);
      return book.faults.length === 0 ? 0 : 1;
    } finally {
      await stage.load.stop();
      await stage.api.stop();
    }
  } finally {
    await pair.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
