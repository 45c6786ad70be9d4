// Jest's globalSetup where tests need labs. CUTOVER_TEST_LAB_HOME names one that runs already: it is then used as it is,
// and left running (quicker while writing a test).
module.exports = async function begin() {
  const { beginTestLabs } = await import('@cutover/lab');
  globalThis.endTestLabs = await beginTestLabs();
};
