import type { ParityLeftOut, Role } from '@cutover/contracts';
import type { Account, HeldRight, SideAccounts } from './account.js';
import { isLocalHost, userAndHost } from './account-hosts.js';

/** Accounts that servers and their packages make for themselves, in every version of their own kind. */
const serversOwn: ReadonlySet<string> = new Set([
  ...['mysql.sys', 'mysql.session', 'mysql.infoschema', 'mariadb.sys', 'debian-sys-maint'],
  ...['rdsadmin', 'rdsrepladmin', 'rdsproxyadmin', 'rdstopmgr', 'rds_superuser_role', 'rdsmysqladmin'],
]);

/** What is known of the pair beside its accounts. */
export interface PairAccounts {
  /** Keys of the accounts that Cutover itself uses, on either side. */
  own: readonly string[];
  /** Users with which the target replicates. */
  replication: readonly string[];
  /** Keys of accounts as which objects in watched databases run. */
  definers: readonly string[];
}

/** What an account may do that is there to let an old source follow the target, in the words of either engine. */
const replicationRights: ReadonlySet<string> = new Set([
  ...['REPLICATION SLAVE', 'REPLICATION CLIENT', 'BINLOG MONITOR', 'SLAVE MONITOR'],
]);

/** Pure: accounts that are not compared, by key, each with the reason. They may be on either side alone. */
export function leftOut(
  { source, target }: Record<Role, SideAccounts>,
  { own, replication, definers }: PairAccounts,
): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const key of target.accounts.keys())
    if (!source.accounts.has(key) && mayOnlyReplicate(key, target))
      reasons.set(key, 'it may only replicate: the way back needs such an account on the target');
  const sides = [source, target];
  const works = new Set([
    ...definers,
    ...sides.flatMap(({ rights }) => rights.filter(isForTheApplication).map(ownerOf)),
  ]);
  const writes = new Set(sides.flatMap(({ rights }) => rights.filter(letsWriteWhole).map(ownerOf)));
  const replicates = new Set(sides.flatMap(({ rights }) => rights.filter(letsReplicate).map(ownerOf)));
  for (const { accounts } of sides)
    for (const account of accounts.values()) {
      const reason = reasonOf(account);
      if (reason !== null) reasons.set(account.key, reason);
      // Who lends it the account of the application loses more than who is told of two passwords.
      if (own.includes(account.key) && !writes.has(account.key)) reasons.set(account.key, 'Cutover watches with it');
    }
  return reasons;

  function reasonOf({ key, isOnlyBySystem }: Account): string | null {
    const { user, host } = userAndHost(key);
    if (serversOwn.has(user)) return "the server's own";
    // The target tells the user and not the host: others of that name, which may not replicate or do more, are compared.
    if (replication.includes(user) && replicates.has(key) && !works.has(key)) return 'the target replicates with it';
    if (!isLocalHost(host)) return null;
    if (user === 'healthcheck' && !works.has(key)) return 'the health check of its container';
    if (user === 'root') return 'each server has an administrator of its own';
    return isOnlyBySystem && !works.has(key) ? "it is an account of the machine's own system" : null;
  }
}

const ownerOf = ({ owner }: HeldRight): string => owner;
const letsReplicate = ({ on, privileges }: HeldRight): boolean => on === '*.*' && privileges.has('REPLICATION SLAVE');

/** Rights on what is watched. One on everything is what administrators have, too. */
const isForTheApplication = ({ on, group, concernsWatched }: HeldRight): boolean =>
  concernsWatched && on !== '*.*' && group === 'static';

const rowPrivileges: readonly string[] = ['INSERT', 'UPDATE', 'DELETE'];

/** To write rows of a watched database is the application's. What Cutover itself may be given to write is one table, or nothing. */
const letsWriteWhole = (right: HeldRight): boolean =>
  isForTheApplication(right) && right.on.endsWith('.*') && rowPrivileges.some((name) => right.privileges.has(name));

function mayOnlyReplicate(key: string, { rights }: SideAccounts): boolean {
  const held = rights.filter(({ owner }) => owner === key).flatMap(({ privileges }) => [...privileges]);
  return held.includes('REPLICATION SLAVE') && held.every((privilege) => replicationRights.has(privilege));
}

/** Pure: the same as people read it, by name. */
export function leftOutByName(
  reasons: ReadonlyMap<string, string>,
  { source, target }: Record<Role, SideAccounts>,
): ParityLeftOut[] {
  const named = [...reasons].map(([key, why]) => ({
    object: (source.accounts.get(key) ?? target.accounts.get(key))?.text ?? key,
    why,
  }));
  return named.sort((a, b) => (a.object < b.object ? -1 : 1));
}
