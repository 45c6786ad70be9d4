import type { DomainLag } from '@cutover/contracts';
import type { GtidMath } from '../mysql-family/gtid-codec.js';

/** Transactions first to last, both included. */
export interface GtidInterval {
  first: bigint;
  last: bigint;
}

/** Executed transactions by source: the key is `uuid`, or `uuid:tag` from MySQL 8.3. Intervals are sorted and disjoint. */
export type MysqlGtidSet = ReadonlyMap<string, readonly GtidInterval[]>;

/** Reads `uuid:1-5:7,uuid:tag:1-3`; empty text is the empty set. Throws for anything else. */
export function parseMysqlGtidSet(text: string): MysqlGtidSet {
  const set = new Map<string, GtidInterval[]>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const [uuid = '', ...pieces] = part.split(':').map((piece) => piece.trim());
    if (!/^[0-9a-f-]{36}$/i.test(uuid) || pieces.length === 0) throw new Error(`"${part}" is no MySQL GTID set`);
    let key = uuid.toLowerCase();
    for (const piece of pieces) {
      const interval = /^(\d+)(?:-(\d+))?$/.exec(piece);
      if (interval) {
        const first = BigInt(interval[1]!);
        set.set(key, [...(set.get(key) ?? []), { first, last: BigInt(interval[2] ?? interval[1]!) }]);
      } else if (/^[a-z_][a-z0-9_]{0,31}$/i.test(piece)) {
        key = `${uuid}:${piece}`.toLowerCase();
      } else throw new Error(`"${part}" is no MySQL GTID set`);
    }
  }
  return new Map([...set].map(([key, intervals]) => [key, merged(intervals)]));
}

/** The text of one source's intervals, as the server prints it. */
function formatIntervals(key: string, intervals: readonly GtidInterval[]): string {
  return [key, ...intervals.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`))].join(':');
}

/** What is in `from` and not in `minus`, of one source. */
export function subtractIntervals(from: readonly GtidInterval[], minus: readonly GtidInterval[]): GtidInterval[] {
  let left = [...from];
  for (const cut of minus) {
    left = left.flatMap(({ first, last }) => {
      if (cut.last < first || cut.first > last) return [{ first, last }];
      const before = cut.first > first ? [{ first, last: cut.first - 1n }] : [];
      const after = cut.last < last ? [{ first: cut.last + 1n, last }] : [];
      return [...before, ...after];
    });
  }
  return left;
}

/** How many transactions the intervals hold. */
function countIntervals(intervals: readonly GtidInterval[]): bigint {
  return intervals.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

function merged(intervals: readonly GtidInterval[]): GtidInterval[] {
  const sorted = [...intervals].sort((a, b) => (a.first < b.first ? -1 : 1));
  const result: GtidInterval[] = [];
  for (const interval of sorted) {
    const previous = result.at(-1);
    if (previous && interval.first <= previous.last + 1n) {
      if (interval.last > previous.last) result[result.length - 1] = { first: previous.first, last: interval.last };
    } else result.push(interval);
  }
  return result;
}

/**
 * Transactions behind by source UUID: `@@gtid_executed` of both sides, subtracted both ways. `uuid`: of the target, which
 * stands in whatever a client wrote there.
 */
function compareMysql(source: MysqlGtidSet, target: MysqlGtidSet, uuid: string | null): DomainLag[] {
  return [...new Set([...source.keys(), ...target.keys()])].sort().map((key) => {
    const ours = source.get(key) ?? [];
    const theirs = target.get(key) ?? [];
    const own = subtractIntervals(theirs, ours);
    return {
      domain: key,
      sourceGtid: ours.length ? formatIntervals(key, ours) : null,
      targetGtid: theirs.length ? formatIntervals(key, theirs) : null,
      transactionsBehind: String(countIntervals(subtractIntervals(ours, theirs))),
      errantGtids: own.length > 0 ? formatIntervals(key, own) : null,
      ...(own.length > 0 && uuid !== null ? { errantOf: isOf(uuid, key) ? 'target' : 'another-server' } : {}),
      // What a set holds twice or out of order is no matter to MySQL.
      endsReplication: null,
    };
  });
}

/** Whether a key of a set, `uuid` or `uuid:tag`, is of this server. */
function isOf(uuid: string, key: string): boolean {
  return key.split(':')[0] === uuid.toLowerCase();
}

/** What is in one MySQL GTID set and not in the other, as the server prints it. */
export function gtidsWithout(set: string, other: string): string {
  const minus = parseMysqlGtidSet(other);
  return [...parseMysqlGtidSet(set)]
    .map(([key, intervals]) => [key, subtractIntervals(intervals, minus.get(key) ?? [])] as const)
    .filter(([, intervals]) => intervals.length > 0)
    .map(([key, intervals]) => formatIntervals(key, intervals))
    .join(',');
}

/** What is in both MySQL GTID sets. */
export function gtidsInBoth(set: string, other: string): string {
  return gtidsWithout(set, gtidsWithout(set, other));
}

/** MySQL's positions behind the common face. What a target wrote itself stands in its executed set already. */
export const mysqlPositions: GtidMath = {
  hasReached: (reached, wanted) => {
    const have = parseMysqlGtidSet(reached);
    return [...parseMysqlGtidSet(wanted)].every(
      ([key, intervals]) => subtractIntervals(intervals, have.get(key) ?? []).length === 0,
    );
  },
  compare: (source, target) =>
    compareMysql(parseMysqlGtidSet(source.position), parseMysqlGtidSet(target.applied), target.serverId),
  count: (position) =>
    [...parseMysqlGtidSet(position).values()].reduce((sum, intervals) => sum + countIntervals(intervals), 0n),
};
