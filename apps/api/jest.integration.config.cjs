// Integration tests: one real MariaDB pair for all files, started once. They break it and mend it, so they run in turn.
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'api integration',
  roots: ['<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.int.spec.ts'],
  globalSetup: '<rootDir>/test/support/lab-pair.setup.cjs',
  globalTeardown: '<rootDir>/test/support/lab-pair.teardown.cjs',
  testTimeout: 60_000,
  maxWorkers: 1,
};
