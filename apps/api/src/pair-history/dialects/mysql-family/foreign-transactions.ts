import type { DomainLag } from '@cutover/contracts';
import { gtidCodecs, gtidsInBoth, gtidsWithout, type SourcePosition } from '@cutover/databases/mysql-family';
import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { isMysqlUuid } from './history-goes-on.js';

/**
 * MySQL: a transaction on the target that is not of its source was written, or put there, by somebody. It is errant for as long as
 * the source does not know it, and the pair is not safe meanwhile. But it can stop to be errant with its rows still there: an
 * empty transaction on the source, or RESET MASTER on the target, makes it so. Proofs that are older than such a transaction
 * are void from the moment when it is seen.
 *
 * Somebody who writes all the time, as a heartbeat does, would begin an era with every look. So the first look of such a time
 * begins one, and the look at which it is over begins another.
 */

/** `told`: this look brought something new, and begins an era. `untold`: something new again, and no era yet. */
type News = 'told' | 'untold';

/** The fact that names them, as a set of GTIDs. */
export const foreign = 'foreign transactions';

/** Pure: the target's facts with what it holds that is not of its source. `source`: read after the target; null: it did not answer. */
export function rememberForeign(before: Facts | null, now: Facts, source: Facts | null): Facts {
  const seen = seenNow(now, source);
  if (seen === null) return { ...kept(before), ...now };
  const known = before?.[foreign];
  const found = join(seen.others, gtidsInBoth(before?.['ahead'] ?? '', seen.ahead));
  const facts = { ...now, [foreign]: found, ...(seen.ahead === '' ? {} : { ahead: seen.ahead }) };
  if (before === null || holds(known ?? '', found)) return { ...facts, ...overtakenFact(known, found, source) };
  const news: News = before['foreign news'] === undefined ? 'told' : 'untold';
  return { ...facts, 'foreign news': news };
}

/** Pure: somebody wrote to the target between two looks, or what was put there was left out when the source wrote it; null: neither. */
export function foreignTransactions({ before, after }: LookPair): Happening | null {
  if (after['overtaken'] !== undefined)
    return {
      reason: `the target had transactions before the source wrote them (${shown(after['overtaken'])}): what the source wrote under these numbers was left out`,
      voids: 'equality',
    };
  const [was, is] = [before['foreign news'], after['foreign news']];
  const isOver = was === 'untold' && is === undefined;
  if (is !== 'told' && !isOver) return null;
  return {
    reason: `the target has transactions that the source never had (${shown(after[foreign] ?? '')}): somebody wrote there, or put them there`,
    voids: 'equality',
  };
}

/** What is known of earlier looks, where this one tells nothing of it: all but that something was told. */
function kept(before: Facts | null): Facts {
  const names = [foreign, 'foreign news', 'ahead'];
  return Object.fromEntries(
    Object.entries(before ?? {}).filter(([name, value]) => names.includes(name) && value !== 'told'),
  );
}

/**
 * `others`: what the target holds that its source does not, and on MySQL all that stands under the target's own name.
 * `ahead`: what stands under the source's name. A source of MySQL sends a transaction before it says that it has it, so this
 * counts only when it is still so at the next look. null: not known.
 */
function seenNow({ applied, self }: Facts, source: Facts | null): { others: string; ahead: string } | null {
  const [uuid, written] = [source?.['uuid'], source?.['written']];
  if (applied === undefined || self === undefined || uuid === undefined || written === undefined) return null;
  if (!isMysqlUuid(self)) return null;
  const { mysql } = gtidCodecs;
  const theirs = { applied, written: null, serverId: self, logsApplied: true, isStrict: false };
  const errant = mysql.compare({ position: written, written: null }, theirs);
  const isOfSource = ({ domain }: DomainLag): boolean => domain.startsWith(uuid.toLowerCase());
  // The source may have been given it before we looked again: then it is not errant, and was written here all the same.
  const own = mysql.compare(nothing, theirs).filter(({ errantOf }) => errantOf === 'target');
  return {
    others: gtidsOf([...errant.filter((each) => !isOfSource(each)), ...own]),
    ahead: gtidsOf(errant.filter(isOfSource)),
  };
}

const nothing: SourcePosition = { position: '', written: null };
const gtidsOf = (domains: readonly DomainLag[]): string => join(...domains.map(({ errantGtids }) => errantGtids ?? ''));
const join = (...gtids: string[]): string => gtids.filter((each) => each !== '').join(',');

/** Whether all of `now` was there before. */
function holds(known: string, now: string): boolean {
  if (now === '') return true;
  return gtidCodecs.mysql.hasReached(known, now);
}

/** MySQL applies nothing under a number that it has already: what was there under the source's own name and is the source's now. */
function overtakenFact(known: string | undefined, now: string, source: Facts | null): Facts {
  const uuid = source?.['uuid'];
  if (known === undefined || known === '' || uuid === undefined) return {};
  const gone = gtidsWithout(known, now)
    .split(',')
    .filter((gtids) => gtids.startsWith(uuid.toLowerCase()));
  return gone.length === 0 ? {} : { overtaken: gone.join(',') };
}

/** A set may be as long as a page. */
const longestShown = 200;

function shown(gtids: string): string {
  return gtids.length <= longestShown ? gtids : `${gtids.slice(0, longestShown)} …`;
}
