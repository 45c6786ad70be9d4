import { refuseOldVersion } from './refuse-old-version.js';

const refused = (version: string, role?: 'source' | 'target') => () => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  refuseOldVersion({ version, versionNumber: major * 10_000 + minor }, role);
};

it('takes 13 and 14 as a source alone, and says what a target must be', () => {
  expect(refused('14.23', 'target')).toThrow(
    'this server is PostgreSQL 14.23, which is too old for a target: it must be PostgreSQL 15 or newer',
  );
  for (const version of ['13.16', '14.23', '18.6']) expect(refused(version, 'source')).not.toThrow();
  expect(refused('15.0', 'target')).not.toThrow();
  expect(refused('12.22', 'source')).toThrow('too old for a source: it must be PostgreSQL 13 or newer');
  expect(refused('12.22')).toThrow('PostgreSQL 12.22');
});
