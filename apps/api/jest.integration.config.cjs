// Integration tests: real pairs, of MariaDB and of PostgreSQL. The files break their pair and mend it, so each worker has
// one of its own and runs its files in turn.
const preset = require('../../jest.preset.cjs');

module.exports = {
  ...preset,
  displayName: 'api integration',
  moduleNameMapper: { '/watchdog-file\\.js$': '<rootDir>/test/support/watchdog-file.ts', ...preset.moduleNameMapper },
  setupFiles: ['<rootDir>/test/support/quiet-logger.cjs'],
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.int.spec.ts'],
  globalSetup: '<rootDir>/../../tools/lab/jest/test-labs.setup.cjs',
  globalTeardown: '<rootDir>/../../tools/lab/jest/test-labs.teardown.cjs',
  testSequencer: '<rootDir>/test/support/slowest-first.cjs',
  // Ends a test that hangs; a busy machine must never reach it.
  testTimeout: 600_000,
  // More than there are cores: much of a test is waiting for an interval or for replication.
  maxWorkers: process.env.CUTOVER_TEST_LAB_HOME ? 1 : 3,
};
