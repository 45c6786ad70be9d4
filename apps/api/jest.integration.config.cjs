// Integration tests: a real MariaDB pair for each of two workers. Files break it and mend it, so those of a worker run in turn.
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'api integration',
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.int.spec.ts'],
  globalSetup: '<rootDir>/test/support/lab-pair.setup.cjs',
  globalTeardown: '<rootDir>/test/support/lab-pair.teardown.cjs',
  testTimeout: 60_000,
  // They wait for servers more than they compute.
  maxWorkers: process.env.CUTOVER_TEST_LAB_HOME ? 1 : 2,
};
