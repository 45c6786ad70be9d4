import type { LookPair } from '../../pair-history-dialect.js';
import type { Facts, Happening } from '../../pair-look.js';
import { isSameStart } from './counter-facts.js';

/**
 * What is left out by hand leaves no list. But each way of it needs the applier to be stopped and started, and servers count
 * the statements that do so. What was seen of it on servers stands in README.md.
 */

/** Pure: a transaction of the source was, or may have been, left out between two looks at the target; null: none was. */
export function skippedTransactions({ before, after }: LookPair, mayStopReplication: boolean): Happening | null {
  const reason =
    toSkip(before, after) ??
    afterError(before, after) ??
    movedPosition(before, after) ??
    (isSameProcess(before, after)
      ? (uncounted(before, after) ??
        endedBetween(before, after, mayStopReplication) ??
        unseenWithoutCounts(before, after))
      : startedUnseen(before, after));
  return reason === null ? null : { reason, voids: 'equality' };
}

/**
 * What each counter lacks of what was passed, at most, since the server was started. Under load it lacks less, because what is
 * under way is counted before it is passed. Transactions under way when replication is stopped are begun twice (`groups`) and
 * logged once (`logged`).
 */
const counters = { groups: 'surplus of groups', logged: 'surplus of logged' } as const;
type Counter = keyof typeof counters;

/** Pure: the facts of this look with what the target's earlier looks have shown of its counting. */
export function rememberCounted(before: Facts | null, now: Facts): Facts {
  return withSettledStarts(before, withSurplus('groups', before, withSurplus('logged', before, now)));
}

/**
 * How many starts of replication were counted when transactions were last passed without one. What a start has left out shows
 * with the next transaction, which may come much later: a position in the binary log that lies further on says nothing by itself.
 */
const settled = 'settled starts';

function withSettledStarts(before: Facts | null, now: Facts): Facts {
  const { starts } = now;
  if (starts === undefined) return now;
  const isSettled = before?.['starts'] === starts && (grown('passed', before, now) ?? 0n) > 0n;
  return { ...now, [settled]: isSettled ? starts : (before?.[settled] ?? before?.['starts'] ?? starts) };
}

/** Replication was started since transactions were last passed without that. */
function isStartedSince(before: Facts, after: Facts): boolean {
  return (before[settled] ?? before['starts']) !== after['starts'];
}

function withSurplus(counter: Counter, before: Facts | null, now: Facts): Facts {
  const surplus = surplusOf(counter, now);
  if (surplus === null) return now;
  const known = before?.[counters[counter]];
  const goesOn = before !== null && known !== undefined && isSameProcess(before, now);
  return { ...now, [counters[counter]]: String(goesOn && BigInt(known) > surplus ? BigInt(known) : surplus) };
}

/**
 * Pure: true when replication was neither stopped nor started between two looks. On MySQL a transaction can be left out while
 * it runs, so nothing proves it there.
 */
export function isUntouched({ before, after }: LookPair): boolean {
  const isSame = (name: string): boolean => before[name] !== undefined && before[name] === after[name];
  return after['groups'] !== undefined && isSameProcess(before, after) && isSame('starts') && isSame('stops');
}

/** sql_slave_skip_counter is set, or was used up. */
function toSkip(before: Facts, after: Facts): string | null {
  const [had, has] = [before['toSkip'], after['toSkip']];
  if (had === undefined || has === undefined || had === has) return null;
  return Number(has) > Number(had)
    ? `the target was told to skip ${has} events (sql_slave_skip_counter)`
    : `the target skipped events (sql_slave_skip_counter went from ${had} to ${has})`;
}

/** Replication had ended with an error and goes on: the transaction was skipped, or the target was changed by hand. */
function afterError(before: Facts, after: Facts): string | null {
  const failure = before['failure'];
  if (failure === undefined || failure === '0' || after['failure'] === failure) return null;
  return `replication had ended with error ${failure} and goes on: a transaction was skipped, or the target was changed by hand`;
}

/** More was passed than was applied: SET GLOBAL gtid_slave_pos, or CHANGE MASTER. Both need the applier to be stopped. */
function movedPosition(before: Facts, after: Facts): string | null {
  const [passed, noted] = [grown('reached', before, after), grown('noted', before, after)];
  const mayBe = after['applier'] === 'stopped' || isStartedSince(before, after) || !isSameProcess(before, after);
  if (passed === null || noted === null || !mayBe || passed <= noted) return null;
  return `the position of the target was moved by hand (gtid_slave_pos, or a place in the binary log): it passed ${passed} transactions and noted ${noted}`;
}

/** A transaction was passed and neither begun nor logged: sql_slave_skip_counter between two looks. */
function uncounted(before: Facts, after: Facts): string | null {
  if (!isStartedSince(before, after)) return null;
  const missing = [missingOf('groups', before, after), isFiltered(after) ? 0n : missingOf('logged', before, after)];
  const most = missing.reduce((a, b) => (a > b ? a : b));
  return most <= 0n
    ? null
    : `${most} ${most === 1n ? 'transaction was' : 'transactions were'} passed on the target and not applied (skipped, or the position was moved by as many)`;
}

/** By how much more a counter lacks now of what was passed; 0 where it is not known. */
function missingOf(counter: Counter, before: Facts, after: Facts): bigint {
  const [known, now] = [before[counters[counter]], surplusOf(counter, after)];
  return known === undefined || now === null ? 0n : now - BigInt(known);
}

/** What a filter leaves out is not written to the binary log. */
function isFiltered(facts: Facts): boolean {
  return Object.entries(facts).some(([name, value]) => name.startsWith('set replicate_') && value !== '');
}

/** More starts than stops: the applier has ended by itself in between, and the error is gone. */
function endedBetween(before: Facts, after: Facts, mayStopReplication: boolean): string | null {
  const [starts, stops] = [grown('starts', before, after), grown('stops', before, after)];
  // A barrier of ours starts replication twice for one stop.
  if (mayStopReplication || starts === null || stops === null || starts <= stops) return null;
  // One that was stopped, or was not there, when we looked was stopped before that look.
  if (before['applier'] !== 'running' && starts - stops <= 1n) return null;
  if (isAllCounted(before, after)) return null;
  return `replication on the target was started ${starts} times and stopped ${stops} times between two looks: it may have ended with an error, and a transaction been skipped`;
}

/**
 * Every transaction was begun once and logged once. One at which the applier had ended was begun twice, or skipped and not logged:
 * START SLAVE was given to an applier that ran. Not to be told while transactions are under way.
 */
function isAllCounted(before: Facts, after: Facts): boolean {
  const isKnown = (counter: Counter): boolean =>
    before[counters[counter]] !== undefined && after[counter] !== undefined;
  if (!isKnown('groups') || !isKnown('logged') || isFiltered(after)) return false;
  return missingOf('groups', before, after) === 0n && missingOf('logged', before, after) === 0n;
}

/** MySQL counts nothing that it applies, and a transaction is left out there by an empty one of its GTID. */
function unseenWithoutCounts(before: Facts, after: Facts): string | null {
  if (after['groups'] !== undefined || !grown('starts', before, after)) return null;
  return 'replication on the target was started again, and this server, or our account on it, does not show whether a transaction was skipped before';
}

/**
 * The target was restarted, and replication started by a statement, before it was looked at. Where nothing is counted that
 * is applied (MySQL), it may have been stopped and a transaction left out before the restart, which starts it as a statement
 * does.
 */
function startedUnseen(before: Facts, after: Facts): string | null {
  if (after['starts'] === undefined) return null;
  if (after['starts'] === '0')
    return after['groups'] !== undefined || before['booted'] === undefined
      ? null
      : 'the target was restarted, and this server, or our account on it, does not show whether a transaction was skipped before';
  const passed = grown('passed', before, after);
  const begun = after['groups'] === undefined ? null : BigInt(after['groups']);
  if (passed !== null && begun !== null && passed <= begun) return null;
  return 'the target was restarted, and replication started by hand before Cutover saw it again: a transaction may have been skipped';
}

/** How much more was passed than counted, since the server was started; null: not known. */
function surplusOf(counter: Counter, { passed, [counter]: counted }: Facts): bigint | null {
  return passed === undefined || counted === undefined ? null : BigInt(passed) - BigInt(counted);
}

/** Pure: by how much a counter has grown; null: not known, or it was begun anew. */
export function grown(name: string, before: Facts, after: Facts): bigint | null {
  const [had, has] = [before[name], after[name]];
  if (had === undefined || has === undefined) return null;
  const by = BigInt(has) - BigInt(had);
  return by < 0n ? null : by;
}

/** Counted from the start of the server on: one that is lower than before was begun anew. */
const countedSinceStart = ['starts', 'stops', 'groups', 'logged', 'logged own'];

/** Pure: false where the server was started between two looks. */
export function isSameProcess(before: Facts, after: Facts): boolean {
  if (!isSameStart(before, after)) return false;
  return countedSinceStart.every((name) => {
    const [had, has] = [before[name], after[name]];
    return had === undefined || has === undefined || BigInt(has) >= BigInt(had);
  });
}
