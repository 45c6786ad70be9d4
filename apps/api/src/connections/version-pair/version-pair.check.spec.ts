import { at, server, someEvidence } from '../../../test/support/some-evidence.js';
import { versionPairCheck } from './version-pair.check.js';

const judge = (source: string | null, target: string | null) =>
  versionPairCheck.judge(
    someEvidence({
      connection: { source: server({ version: source }), target: server({ version: target }), sameServer: false },
    }),
    Date.parse(at),
  );
const said = (source: string, target: string) =>
  judge(source, target).found.map(({ subject, outcome, severity }) => `${subject} ${outcome} ${severity}`);

it.each([
  ['10.11.6-MariaDB-log', '10.11.6-MariaDB'],
  ['11.8.2-MariaDB', '11.8.3-MariaDB'],
  ['9.7.0', '9.7.0'],
])('passes from %s to %s', (source, target) =>
  expect(judge(source, target)).toMatchObject({ found: [], rest: 'pass' }),
);

it.each<[string, string, string[]]>([
  ['10.11.6-MariaDB', '10.6.20-MariaDB', ['target fail WARNING']],
  ['10.11.9-MariaDB', '10.11.6-MariaDB', ['target fail INFO']],
  ['5.5.5-10.5.9-MariaDB', '10.11.6-MariaDB', ['mariadb 10.6 unknown INFO', 'mariadb 10.11 unknown INFO']],
  ['8.0.36', '8.4.3', ['mysql 8.4 unknown INFO']],
  ['8.0.36', '9.7.0', ['series fail WARNING', 'mysql 8.4 unknown INFO', 'mysql 9.0 unknown INFO']],
])('says from %s to %s', (source, target, expected) => expect(said(source, target)).toEqual(expected));

it('says what changed, between which versions, and what to do', () => {
  const [finding] = judge('8.0.36', '8.4.3').found;
  expect(finding?.message).toBe(
    'From 8.4 on mysql_native_password is off, so that accounts with it cannot log in (the source is 8.0, the target 8.4)',
  );
  expect(finding?.action).toContain('caching_sha2_password');
  expect(versionPairCheck.blocks).toBe('never');
});

it('never takes unknown for good', () => {
  expect(judge(null, '10.11.6-MariaDB')).toMatchObject({ found: [], rest: 'unknown' });
  expect(judge('something', '10.11.6-MariaDB').rest).toBe('unknown');
});
