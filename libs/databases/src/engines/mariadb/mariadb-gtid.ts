import type { DomainLag } from '@cutover/contracts';
import type { GtidMath } from '../mysql-family/gtid-codec.js';

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

/** True when every domain of `wanted` is there, as far or further. Server ids do not count: failovers change them. */
export function hasReachedMariadb(reached: MariadbPosition, wanted: MariadbPosition): boolean {
  return [...wanted.values()].every(({ domain, sequence }) => (reached.get(domain)?.sequence ?? -1n) >= sequence);
}

/** Reads `0-1-5,0-2-7`: a binary log state names a domain once for each server. Throws as {@link parseMariadbPosition}. */
export function parseMariadbState(text: string): MariadbGtid[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .flatMap((part) => [...parseMariadbPosition(part).values()]);
}

/** A source's position, parsed. `written`: all that is known to have been there, logged or applied; null when unknown. */
export interface MariadbSource {
  position: MariadbPosition;
  written: readonly MariadbGtid[] | null;
}

/** A target's position, parsed. */
export interface MariadbTarget {
  applied: MariadbPosition;
  written: readonly MariadbGtid[];
  serverId: string | null;
  logsApplied: boolean;
  isStrict: boolean;
  usesCurrentPos: boolean;
}

/**
 * Transactions behind by domain: source `@@gtid_binlog_pos` minus target `@@gtid_slave_pos`. A domain that the target
 * lacks is behind by its whole sequence number. Errant is a domain that only the target has, a target that is ahead of
 * its source, or a write of the target's own (its server_id in `@@gtid_binlog_state`) that the source neither logged
 * nor applied. So is one under another server id, where the target's log holds nothing that it applied, or where it lies past
 * everything applied. Others may come from an earlier source: `unexplainedGtids`. The state is read and not the position, in which the next replicated transaction hides such a write. Read
 * the target before the source, or a transaction committed between the two reads looks errant.
 */
export function compareMariadb(source: MariadbSource, target: MariadbTarget): DomainLag[] {
  const own = ownWrites(source, target);
  const foreign = foreignWrites(source, target);
  const domains = sortedDomains(new Set([...source.position.keys(), ...target.applied.keys(), ...own.keys()]));
  return domains.map((domain) => {
    const ours = source.position.get(domain);
    const applied = target.applied.get(domain);
    const missing = (ours?.sequence ?? 0n) - (applied?.sequence ?? 0n);
    const others = foreign.filter((gtid) => gtid.domain === domain);
    const isPast = (gtid: MariadbGtid): boolean => !target.logsApplied || gtid.sequence > (applied?.sequence ?? 0n);
    const [mine, foreignPast] = [own.get(domain), others.find(isPast)];
    const errant = mine ?? foreignPast ?? (applied && (!ours || missing < 0n) ? applied : undefined);
    const errantOf = mine ? 'target' : foreignPast ? 'another-server' : undefined;
    const unexplained = others.filter((gtid) => !isPast(gtid)).map(formatMariadbGtid);
    return {
      domain,
      sourceGtid: ours ? formatMariadbGtid(ours) : null,
      targetGtid: applied ? formatMariadbGtid(applied) : null,
      transactionsBehind: String(missing > 0n ? missing : 0n),
      errantGtids: errant ? formatMariadbGtid(errant) : null,
      ...(errantOf === undefined ? {} : { errantOf }),
      endsReplication: errant && ours ? endOf(errant, applied, target) : null,
      ...(unexplained.length > 0 ? { unexplainedGtids: unexplained.join(',') } : {}),
    };
  });
}

/**
 * What ends replication, in a domain that the source writes to: another is not known to be written next. The source's next
 * transaction comes right after the last one applied, so a later sequence number in the target's log makes it out of order.
 * With Using_Gtid: Current_Pos the target asks for what comes after that later one, which the source does not know.
 * Source: MariaDB manual, gtid_strict_mode and gtid_current_pos.
 */
function endOf(
  errant: MariadbGtid,
  applied: MariadbGtid | undefined,
  { isStrict, usesCurrentPos }: MariadbTarget,
): DomainLag['endsReplication'] {
  if (errant.sequence <= (applied?.sequence ?? 0n)) return null;
  if (isStrict) return 'next-write';
  return usesCurrentPos ? 'next-connect' : null;
}

/** The target's own last write by domain, where the source does not have it. */
function ownWrites(source: MariadbSource, { applied, written, serverId }: MariadbTarget): Map<string, MariadbGtid> {
  const isUnknownToSource = ({ domain, sequence }: MariadbGtid): boolean => {
    // Without the source's state only a write past everything applied is told from one that came back by replication.
    if (source.written === null) return sequence > (applied.get(domain)?.sequence ?? 0n);
    return !source.written.some(
      (gtid) => gtid.domain === domain && gtid.serverId === serverId && gtid.sequence >= sequence,
    );
  };
  const own = written.filter((gtid) => gtid.serverId === serverId && isUnknownToSource(gtid));
  return new Map(own.map((gtid) => [gtid.domain, gtid]));
}

/**
 * Transactions of other servers in the target's log that the source, which tells its own, does not know. Only in domains
 * that the source writes: another domain may come from another source.
 */
function foreignWrites(
  { position, written: known }: MariadbSource,
  { written, serverId }: MariadbTarget,
): MariadbGtid[] {
  if (known === null || serverId === null) return [];
  const isKnown = ({ domain, serverId: server, sequence }: MariadbGtid): boolean =>
    known.some((gtid) => gtid.domain === domain && gtid.serverId === server && gtid.sequence >= sequence);
  return written.filter((gtid) => gtid.serverId !== serverId && position.has(gtid.domain) && !isKnown(gtid));
}

function sortedDomains(domains: Iterable<string>): string[] {
  return [...domains].sort((a, b) => Number(BigInt(a) - BigInt(b)));
}

/** MariaDB's positions behind the common face. */
export const mariadbPositions: GtidMath = {
  hasReached: (reached, wanted) => hasReachedMariadb(parseMariadbPosition(reached), parseMariadbPosition(wanted)),
  compare: (
    { position, written: sourceState, applied: sourceApplied },
    { applied, written, serverId, logsApplied, isStrict },
    usesCurrentPos = false,
  ) =>
    compareMariadb(
      {
        position: parseMariadbPosition(position),
        written: sourceState === null ? null : parseMariadbState([sourceState, sourceApplied ?? ''].join(',')),
      },
      {
        applied: parseMariadbPosition(applied),
        written: parseMariadbState(written ?? ''),
        serverId,
        logsApplied,
        isStrict,
        usesCurrentPos,
      },
    ),
  count: (position) => [...parseMariadbPosition(position).values()].reduce((sum, { sequence }) => sum + sequence, 0n),
};
