// `npm run test:matrix`: what must hold on every server there is, on a pair that runs already (CUTOVER_TEST_LAB_HOME).
module.exports = {
  ...require('./jest.integration.config.cjs'),
  displayName: 'api matrix',
  testMatch: ['<rootDir>/test/matrix/*.matrix.spec.ts', '<rootDir>/test/integration/{scenarios,property}.int.spec.ts'],
};
