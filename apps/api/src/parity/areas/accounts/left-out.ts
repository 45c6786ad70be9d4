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

/** Pure: accounts that are not compared, by key, each with the reason. They may be on either side alone. */
export function leftOut(sides: readonly SideAccounts[], { own, replication }: PairAccounts): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const { accounts } of sides)
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
