// Unit tests: no server, no network. Real servers: jest.integration.config.cjs.
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'api',
  roots: ['<rootDir>/src'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
};
