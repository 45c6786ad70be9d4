module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'web-e2e',
  roots: ['<rootDir>/test'],
  globalSetup: '<rootDir>/../../tools/lab/jest/test-labs.setup.cjs',
  globalTeardown: '<rootDir>/../../tools/lab/jest/test-labs.teardown.cjs',
  // A real pair, a real process and a real browser: starting them is part of the first test's time. It ends a test that
  // hangs; a busy machine must never reach it.
  testTimeout: 240_000,
  // Each file has a pair, a process and a browser of its own.
  maxWorkers: 2,
};
