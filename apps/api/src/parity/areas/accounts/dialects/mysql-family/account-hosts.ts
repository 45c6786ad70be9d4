const localHosts: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Whether this host of an account is the machine of the server itself. */
export const isLocalHost = (host: string): boolean => localHosts.includes(host);

/** User and host of a key: `app@10.0.0.%`. A host that is empty is every host. */
export function userAndHost(key: string): { user: string; host: string } {
  const at = key.lastIndexOf('@');
  return { user: key.slice(0, at), host: key.slice(at + 1) || '%' };
}

/**
 * Pure: whether one client may be matched by the hosts of both accounts. A name and an address may be the same machine, which only
 * the server's resolver knows, so that what cannot be told is yes.
 */
export function hostsOverlap(one: string, other: string): boolean {
  if (one === other || one === '%' || other === '%') return true;
  const [here, there] = [one, other].map((host) => (isLocalHost(host) ? localHosts : [host]));
  return (here ?? []).some((a) => (there ?? []).some((b) => overlap(a, b)));
}

function overlap(one: string, other: string): boolean {
  if (one === 'localhost' || other === 'localhost') return meet(one, other);
  // Of networks (10.0.0.0/255.0.0.0) it is not worked out what is in them.
  if (isAddress(one) !== isAddress(other) || one.includes('/') || other.includes('/')) return true;
  return meet(one, other);
}

const isAddress = (host: string): boolean => /^[\d.%_/]+$/.test(host) || host.includes(':');

/** Whether some text fits both patterns of LIKE. */
function meet(one: string, other: string): boolean {
  const [a, b] = [[...one], [...other]];
  // Whether what follows position i of one can be what follows position j of the other, from the ends on.
  const fits = Array.from({ length: a.length + 1 }, () => Array<boolean>(b.length + 1).fill(false));
  const at = (i: number, j: number): boolean => fits[i]?.[j] ?? false;
  for (let i = a.length; i >= 0; i--)
    for (let j = b.length; j >= 0; j--) {
      const [left, right] = [a[i], b[j]];
      const row = fits[i] ?? [];
      if (left === undefined && right === undefined) row[j] = true;
      else if (left === '%' || right === '%') row[j] = at(i + 1, j) || at(i, j + 1);
      else if (left === right || ((left === '_' || right === '_') && left !== undefined && right !== undefined))
        row[j] = at(i + 1, j + 1);
    }
  return at(0, 0);
}

/** Pure: whether the server may look at an account with this host before one with the other. It sorts by the first wildcard. */
export function mayComeFirst(host: string, other: string): boolean {
  const literalPart = (text: string): number => (text.search(/[%_]/) < 0 ? Infinity : text.search(/[%_]/));
  return literalPart(host) >= literalPart(other);
}
