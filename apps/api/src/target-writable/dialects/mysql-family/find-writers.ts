import type { TargetWritable, TargetWriter } from '@cutover/contracts';
import { databasePattern } from '@cutover/databases/mysql-family';
import type { WatchedScope } from '../../target-writable-dialect.js';
import { nameWriters } from '../../name-writers.js';
import type { AccountRow, RoleRow, ScopeRow } from './statements.js';

/** What the tables of privileges hold. */
export interface Privileges {
  accounts: readonly AccountRow[];
  scopes: readonly ScopeRow[];
  roles: readonly RoleRow[];
}

/** Only who is on the server itself can be such an account: people who administrate it. */
const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Pure: accounts that may write to something watched in spite of the guard. Roles count for whoever may take them, active
 * or not: SET ROLE is one statement. A locked account cannot connect. Those that may pass read_only and connect only from
 * the server itself are administrators.
 */
export function findWriters(
  { accounts, scopes, roles }: Privileges,
  guard: TargetWritable['guard'],
  watched: WatchedScope,
): Pick<TargetWritable, 'writers' | 'administrators'> {
  const byName = new Map(accounts.map((account) => [keyOf(account.user, account.host), account]));
  const found = accounts
    .filter((account) => canConnect(account) && guard !== 'all')
    .flatMap((account) => {
      const held = withRoles(keyOf(account.user, account.host), roles);
      const isExempt = held.some((name) => isSet(byName.get(name)?.isExempt));
      if (guard === 'ordinary' && !isExempt) return [];
      const by = rightOf(held, byName, scopes, watched);
      if (by === null) return [];
      const isAdministrator = isExempt && localHosts.has(account.host);
      return [{ account: `${account.user}@${account.host}`, by, isAdministrator }];
    });
  const told = (isAdministrator: boolean): TargetWriter[] =>
    found.filter((each) => each.isAdministrator === isAdministrator).map(({ account, by }) => ({ account, by }));
  return { writers: nameWriters(told(false)), administrators: nameWriters(told(true)) };
}

/**
 * Pure: names of users that may write somewhere in spite of the guard of a server, by a role too. Without a guard, all that
 * may write.
 */
export function exemptWriters(
  { accounts, scopes, roles }: Privileges,
  guard: TargetWritable['guard'],
): ReadonlySet<string> {
  const byName = new Map(accounts.map((account) => [keyOf(account.user, account.host), account]));
  const users = accounts.filter(canConnect).flatMap((account) => {
    const held = withRoles(keyOf(account.user, account.host), roles);
    const mayPass = guard !== 'ordinary' || held.some((name) => isSet(byName.get(name)?.isExempt));
    const mayWrite = held.some(
      (name) => isSet(byName.get(name)?.mayWrite) || scopes.some((each) => keyOf(each.user, each.host) === name),
    );
    return mayPass && mayWrite ? [account.user] : [];
  });
  return new Set(users);
}

const keyOf = (user: string, host: string): string => `${user}@${host}`;

/** Flags come as text or as numbers. */
const isSet = (flag: unknown): boolean => Number(flag) === 1;

/** A role is nobody, but for PUBLIC (MariaDB 10.11), which is everybody. */
function canConnect({ user, host, isRole, isLocked }: AccountRow): boolean {
  if (isSet(isRole)) return user === 'PUBLIC' && host === '';
  return !isSet(isLocked);
}

/** The account and every role that it may take, roles within roles too. */
function withRoles(name: string, roles: readonly RoleRow[]): string[] {
  const held = new Set([name]);
  // Grows while it is gone through; a set visits what is added to it.
  for (const holder of held)
    for (const each of roles) if (keyOf(each.user, each.host) === holder) held.add(keyOf(each.role, each.roleHost));
  return [...held];
}

/** The widest right to write that one of these holds to something watched, in words; null: none. */
function rightOf(
  held: readonly string[],
  byName: ReadonlyMap<string, AccountRow>,
  scopes: readonly ScopeRow[],
  watched: WatchedScope,
): string | null {
  const [own] = held;
  const through = (name: string): string => (name === own ? '' : `, through role ${name.replace(/@%?$/, '')}`);
  for (const name of held) if (isSet(byName.get(name)?.mayWrite)) return `rights on *.*${through(name)}`;
  for (const name of held) {
    const scope = scopes.find((each) => keyOf(each.user, each.host) === name && isWatched(each, watched));
    if (scope !== undefined) return `rights on ${scope.databaseName}.${scope.tableName ?? '*'}${through(name)}`;
  }
  return null;
}

function isWatched({ databaseName, tableName }: ScopeRow, { databases, tables }: WatchedScope): boolean {
  if (tableName !== null)
    return (
      databases.includes(databaseName) ||
      tables.some(({ database, name }) => database === databaseName && name === tableName)
    );
  const pattern = databasePattern(databaseName);
  return [...databases, ...tables.map(({ database }) => database)].some((database) => pattern.test(database));
}
