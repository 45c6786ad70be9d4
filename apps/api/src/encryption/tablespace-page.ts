import { tablespaceStates, type EncryptionAnswer, type Tablespace, type TablespaceListQuery } from '@cutover/contracts';
import { decodeName, encodeName, foreignCursor } from '../store/page-cursor.js';

/**
 * Pure: what needs attention first: by state, within it the largest first, then by name. One whose size is unknown stands
 * before those of its state, since it may be the largest.
 */
export function byAttention(tablespaces: readonly Tablespace[]): Tablespace[] {
  return [...tablespaces].sort((a, b) => compareTablespaces(a, b));
}

/**
 * Pure: one page of tablespaces that are sorted by attention. The cursor names the last one of the page before; where that
 * has gone meanwhile, or has changed its place, the page begins where it would stand now.
 * Throws UserError 400 INPUT_INVALID for a cursor that is not ours.
 */
export function pageOfTablespaces(
  sorted: readonly Tablespace[],
  { cursor, state, limit }: TablespaceListQuery,
): Pick<EncryptionAnswer, 'tablespaces' | 'total' | 'nextCursor'> {
  const matching = state === undefined ? sorted : sorted.filter((each) => each.state === state);
  const rest = cursor === undefined ? matching : after(matching, cursor);
  const tablespaces = rest.slice(0, limit);
  const last = tablespaces.at(-1);
  return {
    ...{ tablespaces, total: matching.length },
    nextCursor: rest.length > limit && last !== undefined ? encodeName(JSON.stringify(placeOf(last))) : null,
  };
}

/** What decides on the place of a tablespace, smallest first. */
type Place = [rank: number, minusBytes: number | null, name: string];

function placeOf({ state, sizeBytes, name }: Tablespace): Place {
  // JSON knows no infinity: null is the size that is unknown.
  return [tablespaceStates.indexOf(state), sizeBytes === null ? null : -sizeBytes, name];
}

function comparePlaces([rankA, bytesA, nameA]: Place, [rankB, bytesB, nameB]: Place): number {
  const byBytes = (bytesA ?? -Infinity) === (bytesB ?? -Infinity) ? 0 : (bytesA ?? -Infinity) - (bytesB ?? -Infinity);
  return rankA - rankB || byBytes || (nameA < nameB ? -1 : nameA > nameB ? 1 : 0);
}

function compareTablespaces(a: Tablespace, b: Tablespace): number {
  return comparePlaces(placeOf(a), placeOf(b));
}

function after(sorted: readonly Tablespace[], cursor: string): Tablespace[] {
  const place = placeFrom(decodeName(cursor));
  if (place === null) throw foreignCursor();
  return sorted.filter((each) => comparePlaces(placeOf(each), place) > 0);
}

/** null: not a place that we have given out. */
function placeFrom(text: string): Place | null {
  try {
    const read: unknown = JSON.parse(text);
    const [rank, bytes, name] = Array.isArray(read) ? (read as unknown[]) : [];
    const isPlace =
      typeof rank === 'number' && (bytes === null || typeof bytes === 'number') && typeof name === 'string';
    return isPlace ? [rank, bytes, name] : null;
  } catch {
    return null;
  }
}
