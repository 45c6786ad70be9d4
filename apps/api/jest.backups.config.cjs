// `npm run test:long`: backups that are killed again and again, ten thousand tables, and S3 on a server of Ceph that each of its
// files starts for itself.
module.exports = {
  ...require('./jest.integration.config.cjs'),
  displayName: 'api backups',
  testMatch: ['<rootDir>/test/long/backup-*.long.spec.ts'],
};
