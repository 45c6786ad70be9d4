import type { DomainLag } from '@cutover/contracts';
import type { PositionMath, TargetPosition } from './position-math.js';

/** One GTID: domain-server-sequence, the last transaction of its domain. */
export interface MariadbGtid {
  domain: string;
  serverId: string;
  sequence: bigint;
}

/** A position: at most one GTID for a domain. Sequence numbers are 64 bits wide, hence BigInt. */
export type MariadbPosition = ReadonlyMap<string, MariadbGtid>;

/** Reads `0-1-5,1-2-7`; empty text is the empty position. Throws for anything else. */
export function parseMariadbPosition(text: string): MariadbPosition {
  const position = new Map<string, MariadbGtid>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const found = /^(\d+)-(\d+)-(\d+)$/.exec(part);
    if (!found) throw new Error(`"${part}" is no MariaDB GTID (domain-server-sequence)`);
    const [, domain = '', serverId = '', sequence = ''] = found;
    const gtid = { domain, serverId, sequence: BigInt(sequence) };
    const other = position.get(domain);
    // A binary log state may name a domain once for each server; its newest transaction is the position.
    if (!other || other.sequence < gtid.sequence) position.set(domain, gtid);
  }
  return position;
}

/** The text of one GTID, as the server prints it. */
export function formatMariadbGtid({ domain, serverId, sequence }: MariadbGtid): string {
  return `${domain}-${serverId}-${sequence}`;
}

/** The text of a position, domains in numerical order. */
export function formatMariadbPosition(position: MariadbPosition): string {
  return sortedDomains(position.keys())
    .map((domain) => formatMariadbGtid(position.get(domain)!))
    .join(',');
}

/** True when every domain of `wanted` is there, as far or further. Server ids do not count: failovers change them. */
export function hasReachedMariadb(reached: MariadbPosition, wanted: MariadbPosition): boolean {
  return [...wanted.values()].every(({ domain, sequence }) => (reached.get(domain)?.sequence ?? -1n) >= sequence);
}

/**
 * Transactions behind by domain: source `@@gtid_binlog_pos` minus target `@@gtid_slave_pos`. A domain that the target
 * lacks is behind by its whole sequence number. Errant is a domain that only the target has, a target that is ahead of
 * its source, or the target's own writes (its server_id) past what it applied. Read the target before the source, or a
 * transaction committed between the two reads looks errant.
 */
export function compareMariadb(source: MariadbPosition, target: MariadbTarget): DomainLag[] {
  const domains = sortedDomains(new Set([...source.keys(), ...target.applied.keys(), ...ownDomains(target)]));
  return domains.map((domain) => {
    const ours = source.get(domain);
    const applied = target.applied.get(domain);
    const missing = (ours?.sequence ?? 0n) - (applied?.sequence ?? 0n);
    const isErrant = !ours || missing < 0n || isOwnWrite(target, domain);
    return {
      domain,
      sourceGtid: ours ? formatMariadbGtid(ours) : null,
      targetGtid: applied ? formatMariadbGtid(applied) : null,
      transactionsBehind: String(missing > 0n ? missing : 0n),
      errant: isErrant,
    };
  });
}

/** A target's position, parsed. */
export interface MariadbTarget {
  applied: MariadbPosition;
  written: MariadbPosition;
  serverId: string | null;
}

function isOwnWrite({ applied, written, serverId }: MariadbTarget, domain: string): boolean {
  const last = written.get(domain);
  return last !== undefined && last.serverId === serverId && last.sequence > (applied.get(domain)?.sequence ?? 0n);
}

function ownDomains(target: MariadbTarget): string[] {
  return [...target.written.keys()].filter((domain) => isOwnWrite(target, domain));
}

function sortedDomains(domains: Iterable<string>): string[] {
  return [...domains].sort((a, b) => Number(BigInt(a) - BigInt(b)));
}

/** MariaDB's positions behind the common face. */
export const mariadbPositions: PositionMath = {
  hasReached: (reached, wanted) => hasReachedMariadb(parseMariadbPosition(reached), parseMariadbPosition(wanted)),
  compare: (source, { applied, written, serverId }: TargetPosition) =>
    compareMariadb(parseMariadbPosition(source), {
      applied: parseMariadbPosition(applied),
      written: parseMariadbPosition(written ?? ''),
      serverId,
    }),
  count: (position) => [...parseMariadbPosition(position).values()].reduce((sum, { sequence }) => sum + sequence, 0n),
};
