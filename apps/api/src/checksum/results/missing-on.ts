import type { ChecksumResult } from '@cutover/contracts';
import type { Conclusion } from '../../proof/conclusion.js';

/** Pure: the side that is proved not to have the table, where that is the difference. */
export function missingOn({
  verdict,
  source,
  target,
}: Pick<Conclusion<unknown, string>, 'verdict' | 'source' | 'target'>): Pick<ChecksumResult, 'missingOn'> {
  if (verdict !== 'diverged') return {};
  if (target === null) return { missingOn: 'target' };
  return source === null ? { missingOn: 'source' } : {};
}
