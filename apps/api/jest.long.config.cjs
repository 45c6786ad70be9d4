// `npm run test:long`: the same claims as in the integration run, over many more rounds and passes.
process.env.CUTOVER_LONG_TESTS = '1';

module.exports = {
  ...require('./jest.integration.config.cjs'),
  displayName: 'api long',
  testMatch: ['<rootDir>/test/integration/{property,postgres-property,under-load}.int.spec.ts'],
};
