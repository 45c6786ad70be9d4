import type { DomainLag } from '@cutover/contracts';
import { gtidsInBoth } from '@cutover/databases/mysql-family';

/**
 * Pure: what the target has of the source's own transactions, and the source not, counts as errant only when it was so at the
 * measurement before. A source of MySQL sends a transaction before it says that it has it: 12 of 2,120 readings under 260
 * commits/s had the target ahead, though it was read first. `sourceUuid`: null with MariaDB, which says so before it sends.
 * `before`: `ahead` of the measurement before.
 */
export function settleAhead(
  domains: readonly DomainLag[],
  sourceUuid: string | null,
  before: string,
): { domains: readonly DomainLag[]; ahead: string } {
  if (sourceUuid === null) return { domains, ahead: '' };
  const isOfSource = ({ domain }: DomainLag): boolean => domain.startsWith(sourceUuid.toLowerCase());
  const ahead = domains.filter(isOfSource).flatMap(({ errantGtids }) => errantGtids ?? []);
  return {
    ahead: ahead.join(','),
    domains: domains.map((domain) => (isOfSource(domain) ? settled(domain, before) : domain)),
  };
}

function settled(domain: DomainLag, before: string): DomainLag {
  if (domain.errantGtids === null) return domain;
  const { errantOf, ...rest } = domain;
  const errantGtids = gtidsInBoth(domain.errantGtids, before);
  if (errantGtids === '') return { ...rest, errantGtids: null };
  return { ...rest, errantGtids, ...(errantOf === undefined ? {} : { errantOf }) };
}
