import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { freeLoopbackPort, startCutover, startLab, writeCutoverConfig, type Lab } from '@cutover/lab';
import { printFigures } from './figure.js';
import { measureSoak } from './soak.js';
import { measureStatementCost, widenShop } from './statement-cost.js';

const root = resolve(fileURLToPath(import.meta.url), '../../../..');
const intervalSeconds = 5;
const usage = `Usage: npm run bench -- [--minutes 10] [--cycles 24] [--rows 1000000] [--write]
  --minutes  how long the API is watched with 100 sockets
  --cycles   how many monitoring cycles the statement time is measured over
  --write    also writes the tables to docs/benchmarks.md`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    cycles: { type: 'string', default: '24' },
    rows: { type: 'string', default: '1000000' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(usage);
else await benchmark();

async function benchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-bench-'));
  console.error('Starting the lab …');
  const lab = await startLab({ home: join(folder, 'lab'), rows: Number(values.rows) });
  try {
    await widenShop(lab);
    const report = [heading(lab), await watching(lab, folder)].join('\n');
    console.log(report);
    if (values.write) writeFileSync(join(root, 'docs/benchmarks.md'), report);
  } finally {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What monitoring costs: the source, this process, and the time to the dashboards. */
async function watching(lab: Lab, folder: string): Promise<string> {
  const port = await freeLoopbackPort();
  const config = writeCutoverConfig(join(folder, 'api'), lab.endpoints, { port, monitoring: { intervalSeconds } });
  const api = await startCutover(root, config, port);
  try {
    console.error(`Measuring statement time over ${values.cycles} cycles …`);
    const cost = await measureStatementCost(lab, intervalSeconds, Number(values.cycles));
    console.error(`Watching the API with 100 sockets for ${values.minutes} min …`);
    const soak = await measureSoak(lab, api, Number(values.minutes));
    return printFigures('Watching', [...cost, ...soak]);
  } finally {
    await api.stop();
  }
}

function heading(lab: Lab): string {
  return [
    '# Benchmarks',
    '',
    'Printed by `npm run bench -- --write`. Machines are noisy: read ratios and medians, not single figures.',
    '',
    `Measured with ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown processor'}), Node ${process.versions.node}, the lab's pair with ${lab.rows} rows in its largest table, 20 commits/s.`,
    '',
  ].join('\n');
}
