import type { Account } from '../../account.js';
import type { Shadows } from '../../accounts-dialect.js';
import { hostsOverlap, mayComeFirst, userAndHost } from './account-hosts.js';

/**
 * Pure: accounts that lose clients to one that only the target has. A server takes the first account that fits: the closest host, and
 * with the same host a user before the anonymous one. `meant`: accounts of both sides that clients are meant to get.
 */
export function shadowsOver(meant: readonly Account[]): Shadows {
  const byUser = new Map<string, Account[]>();
  for (const account of meant.filter(({ isRole }) => !isRole)) {
    const { user } = userAndHost(account.key);
    byUser.set(user, [...(byUser.get(user) ?? []), account]);
  }
  return {
    clientsOf: ({ key }) => {
      const { host } = userAndHost(key);
      return host === '%' ? 'any host' : host;
    },
    of: ({ key, isRole }) => {
      if (isRole) return [];
      const { user, host } = userAndHost(key);
      const isTaken = (account: Account): boolean => {
        const other = userAndHost(account.key).host;
        return hostsOverlap(host, other) && mayComeFirst(host, other);
      };
      if (user !== '') return (byUser.get(user) ?? []).filter(isTaken);
      // Whoever has an account at the same host is not taken for anonymous there.
      return [...byUser.values()]
        .filter((all) => !all.some((account) => userAndHost(account.key).host === host))
        .flatMap((all) => all.filter(isTaken));
    },
  };
}
