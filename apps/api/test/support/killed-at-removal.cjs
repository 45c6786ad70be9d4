// Loaded into the command line by NODE_OPTIONS: it ends as kill -9 ends it, instead of removing its nth file
// (CUTOVER_TEST_KILLED_AT). Its files are as they are at that moment.
const promises = require('node:fs/promises');
const { syncBuiltinESMExports } = require('node:module');

let left = Number(process.env.CUTOVER_TEST_KILLED_AT);
const { rm } = promises;

promises.rm = (...args) => {
  if (left-- <= 0) process.kill(process.pid, 'SIGKILL');
  return rm(...args);
};
syncBuiltinESMExports();
