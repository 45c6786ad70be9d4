// `npm run test:matrix`: what must hold on every server there is, on a pair that runs already (CUTOVER_TEST_LAB_HOME).
// Beside what is tried on every server: on MySQL what the integration run tries on MariaDB, and on other MariaDBs what they count.
const ofAll = ['scenarios', 'property', 'hostile-settings', 'unseen-tables'];
const ofMysql = ['ddl-during-check', 'ddl-renamed', 'ddl-waiting', 'keyless', 'parity-schema'];
const ofMariadb = ['pair-history', 'unexplained-transactions', 'void-proofs'];
const isMysql = process.env.CUTOVER_TEST_SERVERS?.startsWith('mysql');

module.exports = {
  ...require('./jest.integration.config.cjs'),
  displayName: 'api matrix',
  testMatch: [
    '<rootDir>/test/matrix/*.matrix.spec.ts',
    `<rootDir>/test/integration/{${[...ofAll, ...(isMysql ? ofMysql : ofMariadb)].join()}}.int.spec.ts`,
  ],
};
