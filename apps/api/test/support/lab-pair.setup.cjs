// Starts a pair for each worker: files share one in turn, and two files run at the same time on pairs of their own.
// CUTOVER_TEST_LAB_HOME names one that runs already: it is then used as it is, by one worker alone, and left running
// (quicker while writing a test: jest -c jest.integration.config.cjs -w 1).
const { mkdtemp } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = async function startPairs(globalConfig) {
  if (process.env.CUTOVER_TEST_LAB_HOME) return;
  const { startLab } = await import('@cutover/lab');
  const parent = await mkdtemp(join(tmpdir(), 'cutover-test-'));
  globalThis.cutoverTestLabs = { parent, labs: [] };
  for (let worker = 1; worker <= globalConfig.maxWorkers; worker++)
    globalThis.cutoverTestLabs.labs.push(await startLab({ home: join(parent, String(worker)), rows: 20_000 }));
  process.env.CUTOVER_TEST_LABS = parent;
};
