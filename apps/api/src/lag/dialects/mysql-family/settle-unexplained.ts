import type { DomainLag, ReplicaLag } from '@cutover/contracts';

const listOf = (gtids: string | null | undefined): string[] => gtids?.split(',') ?? [];

/**
 * Pure: what is unexplained becomes errant when it appeared while we watched: an earlier source writes nothing any more.
 * What was errant stays so, however much is replicated after it.
 */
export function settleUnexplained(domain: DomainLag, previous: ReplicaLag | null, nowIso: string): DomainLag {
  const { unexplainedGtids, ...rest } = domain;
  const before = previous?.domains.find((each) => each.domain === domain.domain);
  if (unexplainedGtids === undefined) return domain;
  if (before === undefined) return { ...domain, unexplainedSince: nowIso };
  const known = new Set(listOf(before.unexplainedGtids));
  const unexplained = listOf(unexplainedGtids).filter((gtid) => known.has(gtid));
  const appeared = listOf(unexplainedGtids).filter((gtid) => !known.has(gtid));
  const errant = [...listOf(domain.errantGtids), ...appeared];
  return {
    ...rest,
    errantGtids: errant.length > 0 ? errant.join(',') : null,
    ...(unexplained.length > 0
      ? { unexplainedGtids: unexplained.join(','), unexplainedSince: before.unexplainedSince ?? nowIso }
      : {}),
  };
}
