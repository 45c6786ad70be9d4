module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'web-e2e',
  roots: ['<rootDir>/test'],
  // A real pair, a real process and a real browser: starting them is part of the first test's time.
  testTimeout: 120_000,
  // Each file has a pair, a process and a browser of its own.
  maxWorkers: 2,
};
