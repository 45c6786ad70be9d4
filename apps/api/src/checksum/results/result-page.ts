import { countVerdicts, type ChecksumList, type ChecksumListQuery, type ChecksumResult } from '@cutover/contracts';
import { decodeName, encodeName } from '../../store/page-cursor.js';

/**
 * Pure: one page of results that are sorted by table. The cursor is the name of the last table of the page before, so
 * that pages stay stable while results change. Throws UserError 400 INPUT_INVALID for a cursor that is not ours.
 */
export function pageOfResults(
  sorted: readonly ChecksumResult[],
  { cursor, state, search, limit }: ChecksumListQuery,
): Pick<ChecksumList, 'results' | 'counts' | 'total' | 'nextCursor'> {
  const after = cursor === undefined ? '' : decodeName(cursor);
  const wanted = search?.toLowerCase() ?? '';
  const found = wanted === '' ? sorted : sorted.filter(({ table }) => table.toLowerCase().includes(wanted));
  const matching = state === undefined ? found : found.filter(({ verdict }) => verdict === state);
  const rest = after === '' ? matching : matching.filter(({ table }) => table > after);
  const results = rest.slice(0, limit);
  const last = results.at(-1);
  return {
    ...{ results, counts: countVerdicts(found), total: matching.length },
    nextCursor: rest.length > limit && last !== undefined ? encodeName(last.table) : null,
  };
}
