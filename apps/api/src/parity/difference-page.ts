import type { ParityAnswer, ParityDifference, ParityQuery } from '@cutover/contracts';
import { decodeName, encodeName, foreignCursor } from '../store/page-cursor.js';

/** `1` or `0` in front of the id: what blocks stands first, on every page. */
const keyOf = ({ id, blocks }: ParityDifference): string => `${blocks ? 0 : 1}${id}`;

/**
 * Pure: one page of the differences, what blocks first, then by id. The cursor is the last one of the page before, so that pages
 * stay stable while some are mended. Throws UserError 400 INPUT_INVALID for a cursor that is not ours.
 */
export function pageOfDifferences(
  differences: readonly ParityDifference[],
  { area, search, cursor, limit }: ParityQuery,
): Pick<ParityAnswer, 'differences' | 'total' | 'nextCursor'> {
  const after = cursor === undefined ? '' : decodeName(cursor);
  if (after !== '' && !/^[01]./s.test(after)) throw foreignCursor();
  const wanted = search?.toLowerCase() ?? '';
  const matching = differences
    .filter((each) => area === undefined || each.area === area)
    .filter(({ object, part }) => `${object} ${part ?? ''}`.toLowerCase().includes(wanted))
    .map((difference) => ({ key: keyOf(difference), difference }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const rest = matching.filter(({ key }) => key > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    differences: page.map(({ difference }) => difference),
    total: matching.length,
    nextCursor: rest.length > limit && last !== undefined ? encodeName(last.key) : null,
  };
}
