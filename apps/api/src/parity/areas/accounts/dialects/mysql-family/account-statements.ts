import { unloggedScript } from '@cutover/databases/suggested-statements';
import { quoteIdentifier, quoteText } from '@cutover/databases/mysql-family';
import type { FamilyEngine } from '@cutover/databases/mysql-family';
import type { HeldRight, RightGroup } from '../../account.js';
import type { AccountStatements } from '../../accounts-dialect.js';

const grantOption = 'GRANT OPTION';
const withGrantOption = ' WITH GRANT OPTION';

type Change = (on: string, to: string, missing: readonly string[], extra: readonly string[]) => string[];

/** GRANT OPTION is no privilege of the list but a clause, and USAGE is what is given where nothing else is. */
function grant(on: string, to: string, privileges: readonly string[]): string[] {
  if (privileges.length === 0) return [];
  const listed = privileges.filter((each) => each !== grantOption).sort();
  const clause = listed.length < privileges.length ? withGrantOption : '';
  return [`GRANT ${listed.join(', ') || 'USAGE'} ON ${on} TO ${to}${clause}`];
}

function revoke(on: string, from: string, privileges: readonly string[]): string[] {
  return privileges.length === 0 ? [] : [`REVOKE ${[...privileges].sort().join(', ')} ON ${on} FROM ${from}`];
}

/** Each dynamic privilege has a GRANT OPTION of its own, which cannot be taken without the privilege. */
function changeDynamic(on: string, to: string, missing: readonly string[], extra: readonly string[]): string[] {
  const name = (text: string): string => text.replace(withGrantOption, '');
  const isOption = (text: string): boolean => text.endsWith(withGrantOption);
  const taken = [...new Set(extra.map(name))];
  const stays = extra
    .filter(isOption)
    .map(name)
    .filter((each) => !extra.includes(each));
  const options = missing.filter(isOption).map(name);
  const plain = [...missing.filter((each) => !isOption(each) && !options.includes(each)), ...stays];
  return [
    ...revoke(on, to, taken),
    ...grant(on, to, plain),
    ...(options.length === 0 ? [] : grant(on, to, [...options, grantOption])),
  ];
}

/** PROXY and membership hold an option that cannot be taken alone. */
function changeWhole(give: (hasOption: boolean) => string, take: string, option: string): Change {
  return (_, __, missing, extra) => {
    const isOptionOnly = extra.length > 0 && extra.every((each) => each === option);
    if (extra.length > 0) return isOptionOnly ? [take, give(false)] : [take];
    return missing.length === 0 ? [] : [give(missing.includes(option))];
  };
}

/** No server of the family has them. */
const none: Change = () => [];

const changes: Record<RightGroup, Change> = {
  ownership: none,
  setting: none,
  static: (on, to, missing, extra) => [...grant(on, to, missing), ...revoke(on, to, extra)],
  dynamic: changeDynamic,
  // A partial revoke is made by REVOKE, and undone by GRANT.
  restriction: (on, to, missing, extra) => [...revoke(on, to, missing), ...grant(on, to, extra)],
  proxy: (on, to, missing, extra) =>
    changeWhole(
      (hasOption) => `GRANT PROXY ON ${on} TO ${to}${hasOption ? withGrantOption : ''}`,
      `REVOKE PROXY ON ${on} FROM ${to}`,
      grantOption,
    )(on, to, missing, extra),
  role: (on, to, missing, extra) =>
    changeWhole(
      (hasOption) => `GRANT ${on} TO ${to}${hasOption ? ' WITH ADMIN OPTION' : ''}`,
      `REVOKE ${on} FROM ${to}`,
      'ADMIN OPTION',
    )(on, to, missing, extra),
};

const change = (
  right: Pick<HeldRight, 'group' | 'on'>,
  to: string,
  missing: readonly string[],
  extra: readonly string[],
) => changes[right.group](right.on, to, missing, extra);

/** What both engines say alike. */
const shared: Pick<
  AccountStatements,
  'change' | 'create' | 'drop' | 'loadPlugin' | 'script' | 'copyNote' | 'whySalted'
> = {
  copyNote: (what) =>
    `It prints the statement with the password hash, which Cutover never reads. Run what it prints on the target${what === 'password' ? ', with ALTER USER in place of CREATE USER' : ''}, after SET SESSION sql_log_bin = 0 (not on Amazon RDS).`,
  whySalted: (plugins) =>
    `${plugins} stores a password with a salt, so that the same one looks different on each server: only the same string proves it.`,
  change: (right, to, missing, extra) => change(right, to.text, missing, extra),
  // PUBLIC is there as soon as something is granted to it.
  create: ({ text }) => (text === 'PUBLIC' ? [] : [`CREATE ROLE ${text}`]),
  drop: ({ text, isRole }) => (text === 'PUBLIC' ? [] : [`DROP ${isRole ? 'ROLE' : 'USER'} ${text}`]),
  // No server writes it to its binary log.
  loadPlugin: (name, library) => `INSTALL PLUGIN ${quoteIdentifier(name)} SONAME ${quoteText(library)};`,
  script: (statements, rds) => unloggedScript(statements, { rds }),
};

const defaultRole = 'default role';
const expired = 'expired password';

/** Statements of each engine. An expired password is good again when a new one is set, and not otherwise. */
export const accountStatements: Readonly<Record<FamilyEngine, AccountStatements>> = {
  mariadb: {
    ...shared,
    setAttribute: (name, clause, { text }) => {
      if (name === expired) return clause === 'not expired' ? [] : [`ALTER USER ${text} ${clause}`];
      return [name === defaultRole ? `SET ${clause} FOR ${text}` : `ALTER USER ${text} ${clause}`];
    },
    show: ({ text }) => [`SHOW CREATE USER ${text}`],
    // Without it a GRANT makes an account that is not there, with no password.
    beforeGrants: ["SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_CREATE_USER')"],
  },
  mysql: {
    ...shared,
    setAttribute: (name, clause, { text }) =>
      name === expired && clause === 'not expired' ? [] : [`ALTER USER ${text} ${clause}`],
    // The salt holds bytes that a terminal cannot copy.
    show: ({ text }) => ['SET SESSION print_identified_with_as_hex = ON', `SHOW CREATE USER ${text}`],
    beforeGrants: [],
  },
};
