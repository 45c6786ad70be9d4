// Ends what test-labs.setup.cjs began, and only that.
module.exports = async function end() {
  await globalThis.endTestLabs?.();
};
