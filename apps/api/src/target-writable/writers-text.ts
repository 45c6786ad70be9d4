import type { TargetWriters } from '@cutover/contracts';

/** So many are named in a sentence; all that are known stand in the answer of the API. */
const inSentence = 3;

/** Pure: `app@% (rights on shop.*) and 2 more`; `nobody` where there is none. */
export function writersText({ total, named }: TargetWriters): string {
  if (total === 0) return 'nobody';
  const some = named.slice(0, inSentence).map(({ account, by }) => `${account} (${by})`);
  return total > some.length ? `${some.join(', ')} and ${total - some.length} more` : some.join(', ');
}
