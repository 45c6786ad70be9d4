module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'lab',
  globalSetup: '<rootDir>/jest/test-labs.setup.cjs',
  globalTeardown: '<rootDir>/jest/test-labs.teardown.cjs',
  maxWorkers: 2,
};
