// Unit tests: no server, no network. Real servers: jest.integration.config.cjs.
/** Where decisions are made: at least 90 % of the lines, folder by folder or file by file. I/O around them is for the integration tests. */
const pureLogic = [
  'src/config/',
  'src/alerts/',
  'src/replication/',
  'src/proof/settle.ts',
  'src/proof/conclusion.ts',
  'src/proof/settlement-reason.ts',
  'src/tables/definition/compare-definitions.ts',
  'src/consistency/consistency-verdict.ts',
  'src/checks/',
  'src/judgement/judge.ts',
  'src/readiness/fold.ts',
  'src/schedule/watch-loop.ts',
  'src/binlog-retention/read-retention.ts',
  'src/target-writable/dialects/mysql-family/find-writers.ts',
  'src/target-writable/dialects/mysql-family/read-guard.ts',
  'src/lag/dialects/mysql-family/binlog-distance.ts',
  'src/lag/dialects/mysql-family/channel-fault.ts',
  'src/lag/dialects/mysql-family/channel-state.ts',
  'src/lag/dialects/mysql-family/compose-lag.ts',
  'src/lag/dialects/postgres/compose-lag.ts',
  'src/lag/dialects/postgres/describe-subscription.ts',
  'src/lag/dialects/postgres/own-subscriptions.ts',
  'src/lag/predicted-drain.ts',
  'src/lag/proven-lag.ts',
  'src/lag/stale-lag.ts',
];

module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'api',
  setupFiles: ['<rootDir>/test/support/quiet-logger.cjs'],
  roots: ['<rootDir>/src', '<rootDir>/test/architecture'],
  coverageReporters: ['text-summary'],
  coverageThreshold: Object.fromEntries(pureLogic.map((path) => [`./${path}`, { lines: 90 }])),
};
