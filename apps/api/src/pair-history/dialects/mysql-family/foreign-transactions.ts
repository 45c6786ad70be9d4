import type { DomainLag } from '@cutover/contracts';
import {
  gtidCodecs,
  gtidsInBoth,
  gtidsWithout,
  type SourcePosition,
  type TargetPosition,
} from '@cutover/databases/mysql-family';
import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { stateGoesOn } from './position-facts.js';

/**
 * A transaction on the target that is not of its source was written, or put there, by somebody. It is errant for as long as
 * the source does not know it, and the pair is not safe meanwhile. But it can stop to be errant with its rows still there: an
 * empty transaction on the source, or RESET MASTER on the target, makes it so. Proofs that are older than such a transaction
 * are void from the moment when it is seen.
 *
 * Somebody who writes all the time, as a heartbeat does, would begin an era with every look. So the first look of such a time
 * begins one, and the look at which it is over begins another.
 */

/** `told`: this look brought something new, and begins an era. `untold`: something new again, and no era yet. */
type News = 'told' | 'untold';

/** MySQL's sets begin with a UUID. */
const isMysqlSet = (text: string): boolean => /^[0-9a-f]{8}-/i.test(text);

/** Pure: where a side stands, as one fact. */
export function standsFact(position: SourcePosition | TargetPosition | null): Facts {
  return position === null ? {} : { stands: JSON.stringify(position) };
}

/** Pure: the target's facts with what it holds that is not of its source. `source`: read after the target; null: it did not answer. */
export function rememberForeign(before: Facts | null, now: Facts, source: Facts | null): Facts {
  const seen = seenNow(now, source);
  if (seen === null) return { ...kept(before), ...now };
  const known = before?.['foreign'];
  const foreign = join(seen.others, gtidsInBoth(before?.['ahead'] ?? '', seen.ahead));
  const facts = { ...now, foreign, ...(seen.ahead === '' ? {} : { ahead: seen.ahead }) };
  if (before === null || holds(known ?? '', foreign)) return { ...facts, ...overtakenFact(known, foreign, source) };
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
    reason: `the target has transactions that the source never had (${shown(after['foreign'] ?? '')}): somebody wrote there, or put them there`,
    voids: 'equality',
  };
}

/** What is known of earlier looks, where this one tells nothing of it: all but that something was told. */
function kept(before: Facts | null): Facts {
  const names = ['foreign', 'foreign news', 'ahead'];
  return Object.fromEntries(
    Object.entries(before ?? {}).filter(([name, value]) => names.includes(name) && value !== 'told'),
  );
}

/**
 * `others`: what the target holds that its source does not, and on MySQL all that stands under the target's own name.
 * `ahead`: what stands under the source's name. A source of MySQL sends a transaction before it says that it has it, so this
 * counts only when it is still so at the next look. null: not known.
 */
function seenNow(target: Facts, source: Facts | null): { others: string; ahead: string } | null {
  const [theirs, ours] = [target['stands'], source?.['stands']];
  if (theirs === undefined || ours === undefined) return null;
  const applied = JSON.parse(theirs) as TargetPosition;
  const written = JSON.parse(ours) as SourcePosition;
  const isMysql = isMysqlSet(applied.applied);
  const errant = gtidCodecs[isMysql ? 'mysql' : 'mariadb'].compare(written, applied);
  const uuid = source?.['uuid']?.toLowerCase();
  const isOfSource = ({ domain }: DomainLag): boolean => uuid !== undefined && domain.startsWith(uuid);
  // The source may have been given it before we looked again: then it is not errant, and was written here all the same.
  const own = isMysql ? gtidCodecs.mysql.compare(nothing, applied).filter(({ errantOf }) => errantOf === 'target') : [];
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
  return isMysqlSet(now) ? gtidCodecs.mysql.hasReached(known, now) : stateGoesOn(now, known);
}

/** MySQL applies nothing under a number that it has already: what was there under the source's own name and is the source's now. */
function overtakenFact(known: string | undefined, now: string, source: Facts | null): Facts {
  const uuid = source?.['uuid'];
  if (known === undefined || uuid === undefined || !isMysqlSet(known)) return {};
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
