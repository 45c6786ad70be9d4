/** Where decisions are made: at least 90 % of the lines. Sessions and statements are for the API's integration tests. */
const pureLogic = [
  'src/session/faults/',
  'src/engines/mysql-family/faults/',
  'src/engines/postgres/lsn.ts',
  'src/engines/mariadb/mariadb-gtid.ts',
  'src/engines/mysql/mysql-gtid-set.ts',
  'src/engines/mysql-family/replication/',
  'src/engines/mysql-family/visible-rights.ts',
];

module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'databases',
  coverageReporters: ['text-summary'],
  coverageThreshold: Object.fromEntries(pureLogic.map((path) => [`./${path}`, { lines: 90 }])),
};
