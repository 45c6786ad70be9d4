import { mandatoryRoles } from './mandatory-roles.js';

const account = (user: string) => ({ user, host: '%', isRole: 0, isLocked: 0, mayWrite: 0, isExempt: 0 });
const told = (setting: string) => mandatoryRoles(setting, [account('a')]).map(({ role, roleHost }) => [role, roleHost]);

it.each([
  ['', []],
  ['clerk', [['clerk', '%']]],
  [
    'clerk, ops@localhost',
    [
      ['clerk', '%'],
      ['ops', 'localhost'],
    ],
  ],
  [
    '`cl,e``rk`@`10.%`,\'o@ps\'@"%"',
    [
      ['cl,e`rk', '10.%'],
      ['o@ps', '%'],
    ],
  ],
])('reads %s', (setting, roles) => expect(told(setting)).toEqual(roles));

it('gives each of them to every account', () =>
  expect(mandatoryRoles('r, s', [account('a'), account('b')])).toHaveLength(4));
