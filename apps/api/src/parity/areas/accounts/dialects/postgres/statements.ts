import { quoteLiteral } from '@cutover/databases/postgres';
import { quoteSetting } from '../../../../../tables/dialects/postgres/quote-setting.js';
import type { Account, HeldRight, RightGroup } from '../../account.js';
import type { AccountStatements } from '../../accounts-dialect.js';

const grantOption = ' WITH GRANT OPTION';
type Change = (on: string, to: Account, missing: readonly string[], extra: readonly string[]) => string[];

/** `GRANT … ON …`, or the same of default privileges. */
function privilege(verb: 'GRANT' | 'REVOKE', on: string, to: string, names: readonly string[], option = ''): string[] {
  if (names.length === 0) return [];
  const list = [...names].sort().join(', ');
  const way = verb === 'GRANT' ? `TO ${to}` : `FROM ${to}`;
  const [, whose, what] = /^(DEFAULT PRIVILEGES .*) ON ([A-Z ]+)$/s.exec(on) ?? [];
  const end = verb === 'GRANT' ? option : '';
  const start = verb === 'REVOKE' ? option : '';
  if (whose !== undefined && what !== undefined)
    return [`ALTER ${whose} ${verb} ${start}${list} ON ${what} ${way}${end}`];
  return [`${verb} ${start}${list} ON ${on} ${way}${end}`];
}

const isOption = (text: string): boolean => text.endsWith(grantOption);
const plainName = (text: string): string => text.replace(grantOption, '');

/** X with its GRANT OPTION is X and more: what stays without it loses the option alone. */
const changeStatic: Change = (on, { text }, missing, extra) => {
  const given = missing.filter((each) => !isOption(each));
  const withOption = missing.filter(isOption).map(plainName);
  const onlyOption = extra.filter((each) => isOption(each) && given.includes(plainName(each))).map(plainName);
  const taken = extra
    .filter((each) => !withOption.includes(each) && !onlyOption.includes(plainName(each)))
    .map(plainName);
  return [
    ...privilege(
      'GRANT',
      on,
      text,
      given.filter((each) => !onlyOption.includes(each)),
    ),
    ...privilege('GRANT', on, text, withOption, grantOption),
    ...privilege('REVOKE', on, text, onlyOption, 'GRANT OPTION FOR '),
    ...privilege('REVOKE', on, text, taken),
  ];
};

const changeMembership: Change = (on, to, missing, extra) => {
  if (extra.includes('MEMBER')) return [`REVOKE ${on} FROM ${to.text}`];
  const inherits = to.attributes['inherit'] === 'INHERIT';
  const isNew = missing.includes('MEMBER');
  const admin = missing.includes('ADMIN OPTION');
  // Until PostgreSQL 15 there is no other option, and the member says whether it inherits.
  const usual = isNew && missing.includes('INHERIT OPTION') === inherits && missing.includes('SET OPTION');
  if (usual) return [`GRANT ${on} TO ${to.text}${admin ? ' WITH ADMIN OPTION' : ''}`];
  const options = ['ADMIN', 'INHERIT', 'SET'].flatMap((name) => {
    const option = `${name} OPTION`;
    if (missing.includes(option)) return [`${name} TRUE`];
    return extra.includes(option) || (isNew && name !== 'ADMIN') ? [`${name} FALSE`] : [];
  });
  if (!isNew && options.join() === 'ADMIN TRUE') return [`GRANT ${on} TO ${to.text} WITH ADMIN OPTION`];
  if (!isNew && options.join() === 'ADMIN FALSE') return [`REVOKE ADMIN OPTION FOR ${on} FROM ${to.text}`];
  return options.length === 0 ? [] : [`GRANT ${on} TO ${to.text} WITH ${options.join(', ')}`];
};

/** `on`: `in every database`, `in DATABASE "shop"`. Values that are not shown cannot be set by us. */
const changeSettings: Change = (on, to, missing, extra) => {
  const database = /^in (DATABASE .*)$/s.exec(on)?.[1];
  const whose =
    to.isRole && to.key === everybody
      ? `ALTER ${database ?? ''}`
      : `ALTER ROLE ${to.text}${database === undefined ? '' : ` IN ${database}`}`;
  if (to.key === everybody && database === undefined) return [];
  const nameOf = (line: string): string => line.slice(0, line.indexOf('='));
  const set = missing.filter((line) => !line.includes('=(not shown: '));
  const reset = extra.filter((line) => !missing.some((other) => nameOf(other) === nameOf(line)));
  return [
    ...set.map((line) => `${whose} SET ${nameOf(line)} TO ${quoteSetting(line.slice(line.indexOf('=') + 1))}`),
    ...reset.map((line) => `${whose} RESET ${nameOf(line)}`),
  ];
};

const none: Change = () => [];

const changes: Record<RightGroup, Change> = {
  static: changeStatic,
  restriction: (on, { text }, missing, extra) => [
    ...privilege('REVOKE', on, text, missing),
    ...privilege('GRANT', on, text, extra),
  ],
  role: changeMembership,
  ownership: (on, { text }, missing) => (missing.length === 0 ? [] : [`ALTER ${on} OWNER TO ${text}`]),
  setting: changeSettings,
  ...{ dynamic: none, proxy: none },
};

/** Key of what everybody has: PUBLIC, and settings of the database. No role can have this name. */
export const everybody = '';

const createRole = ({ text, attributes }: Account): string =>
  `CREATE ROLE ${text} ${Object.values(attributes).join(' ')}`;

/** Statements for PostgreSQL: logical replication carries none of them. */
export const roleStatements: AccountStatements = {
  change: (right: Pick<HeldRight, 'group' | 'on'>, to, missing, extra) =>
    changes[right.group](right.on, to, missing, extra),
  setAttribute: (_, clause, { text }) => [`ALTER ROLE ${text} ${clause}`],
  create: (role) => (role.key === everybody ? [] : [createRole(role)]),
  drop: ({ key, text }) => (key === everybody ? [] : [`DROP ROLE ${text}`]),
  loadPlugin: () => '',
  show: (account) => [
    `SELECT pg_catalog.format(${quoteLiteral(`${createRole(account).replaceAll('%', '%%')} PASSWORD %L;`)}, rolpassword) FROM pg_catalog.pg_authid WHERE rolname = ${quoteLiteral(account.key)}`,
  ],
  copyNote: (what) =>
    `It prints the statement with the password hash, which Cutover never reads, and only a superuser may run it. Run what it prints on the target${what === 'password' ? ', with ALTER ROLE in place of CREATE ROLE' : ''}. Where nobody is a superuser (Amazon RDS), set the password that the application uses on the target: \\password ${what === 'password' ? '' : 'after CREATE ROLE '}in psql.`,
  whySalted: () =>
    'SCRAM stores a password with a salt, so that the same one looks different on each server: only the same string proves it.',
  beforeGrants: [],
  script: (statements) => statements.map((statement) => `${statement};`),
};
