// `npm run test:long`: backups in S3, on a server of Ceph that each file starts for itself.
module.exports = {
  ...require('./jest.integration.config.cjs'),
  displayName: 'api s3',
  testMatch: ['<rootDir>/test/long/backup-s3*.long.spec.ts'],
};
