// Stops what lab-pair.setup.cjs started, and only that.
module.exports = async function stopPair() {
  await globalThis.cutoverTestLab?.stop();
};
