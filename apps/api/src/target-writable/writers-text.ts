import type { TargetWriters } from '@cutover/contracts';

/** So many are named in a sentence; all that are known stand in the answer of the API. */
const inSentence = 3;

/** Pure: what a waiver is given for. Accounts that are not named have no names to keep: any other number of them is news. */
export function writersItems(writers: TargetWriters | null): string[] {
  if (writers === null) return ['accounts that are not visible'];
  const named = writers.named.map(({ account }) => account);
  const more = writers.total - named.length;
  return more > 0 ? [...named, `${more} more accounts`] : named;
}

/** Pure: `app@% (rights on shop.*) and 2 more`; `nobody` where there is none. */
export function writersText({ total, named }: TargetWriters): string {
  if (total === 0) return 'nobody';
  const some = named.slice(0, inSentence).map(({ account, by }) => `${account} (${by})`);
  return total > some.length ? `${some.join(', ')} and ${total - some.length} more` : some.join(', ');
}
