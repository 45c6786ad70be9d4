// Stops what lab-pair.setup.cjs started, and only that.
const { rm } = require('node:fs/promises');

module.exports = async function stopPairs() {
  const { parent, labs = [] } = globalThis.cutoverTestLabs ?? {};
  await Promise.all(labs.map((lab) => lab.stop()));
  if (parent) await rm(parent, { recursive: true, force: true });
};
