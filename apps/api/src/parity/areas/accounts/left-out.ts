import type { ParityLeftOut, Role } from '@cutover/contracts';
import type { SideAccounts } from './account.js';

/** Accounts that servers and their packages make for themselves, in every version of their own kind. */
const serversOwn: ReadonlySet<string> = new Set([
  ...['mysql.sys', 'mysql.session', 'mysql.infoschema', 'mariadb.sys', 'debian-sys-maint'],
  ...['rdsadmin', 'rdsrepladmin', 'rdsproxyadmin', 'rdstopmgr', 'rds_superuser_role', 'rdsmysqladmin'],
]);

const localHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
const bySystemAccount: ReadonlySet<string> = new Set(['unix_socket', 'auth_socket']);

/** What is known of the pair beside its accounts. */
export interface PairAccounts {
  /** Keys of the accounts that Cutover itself uses, on either side. */
  own: readonly string[];
  /** Users with which the target replicates. */
  replication: readonly string[];
}

/** What an account may do that is there to let an old source follow the target, in the words of either engine. */
const replicationRights: ReadonlySet<string> = new Set([
  ...['REPLICATION SLAVE', 'REPLICATION CLIENT', 'BINLOG MONITOR', 'SLAVE MONITOR'],
]);

/** Pure: accounts that are not compared, by key, each with the reason. They may be on either side alone. */
export function leftOut(
  { source, target }: Record<Role, SideAccounts>,
  { own, replication }: PairAccounts,
): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const key of target.accounts.keys())
    if (!source.accounts.has(key) && mayOnlyReplicate(key, target))
      reasons.set(key, 'it may only replicate: the way back needs such an account on the target');
  for (const { accounts } of [source, target])
    for (const { key, plugins } of accounts.values()) {
      const at = key.lastIndexOf('@');
      const reason = reasonOf(key.slice(0, at), key.slice(at + 1), plugins);
      if (reason !== null) reasons.set(key, reason);
      if (own.includes(key)) reasons.set(key, 'Cutover watches with it');
    }
  return reasons;

  function reasonOf(user: string, host: string, plugins: readonly string[]): string | null {
    if (serversOwn.has(user)) return "the server's own";
    if (replication.includes(user)) return 'the target replicates with it';
    if (!localHosts.has(host)) return null;
    if (user === 'healthcheck') return 'the health check of its container';
    if (user === 'root') return 'each server has an administrator of its own';
    return plugins.some((plugin) => bySystemAccount.has(plugin))
      ? "it is an account of the machine's own system"
      : null;
  }
}

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
