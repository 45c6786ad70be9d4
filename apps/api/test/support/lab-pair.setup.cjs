// Starts the pair that all integration tests share. CUTOVER_TEST_LAB_HOME names one that runs already: it is then used
// as it is, and left running (quicker while writing a test).
const { mkdtemp } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = async function startPair() {
  if (process.env.CUTOVER_TEST_LAB_HOME) return;
  const { startLab } = await import('@cutover/lab');
  const home = await mkdtemp(join(tmpdir(), 'cutover-test-'));
  globalThis.cutoverTestLab = await startLab({ home, rows: 20_000 });
  process.env.CUTOVER_TEST_LAB_HOME = home;
};
