import type { ReplicaLag, ReplicationChannel } from '@cutover/contracts';
import { engines } from '@cutover/databases';
import { reasonsOf, valueOf, type Lookup } from '../../lookup.js';
import type { LagMeasurement, LagMemory } from '../../lag-dialect.js';
import { appendSample, type PositionSample } from '../../lag-history.js';
import { overallState } from '../../overall-state.js';
import { predictedDrainSeconds } from '../../predicted-drain.js';
import { isOverThreshold, provenLagSeconds } from '../../proven-lag.js';
import { describeSubscription } from './describe-subscription.js';
import type { Coverages } from './read-coverage.js';
import { ownSubscriptions } from './own-subscriptions.js';
import { remember } from './remember.js';
import { seenBefore } from './seen-before.js';
import type { SourceFacts, ToldSlot, ToldSubscription } from './read-facts.js';

/** Everything one cycle read, and when. */
export interface CycleFacts {
  subscriptions: Lookup<ToldSubscription[]>;
  source: Lookup<SourceFacts>;
  coverages: Lookup<Coverages>;
  history: readonly PositionSample[];
  /** null: this is the first measurement. */
  memory: LagMemory | null;
  thresholdSeconds: number;
  /** UTC ISO text. */
  measuredAt: string;
  /** Monotonic milliseconds. */
  nowMs: number;
}

const { hasReached, count } = engines.postgres.positions;

/** Pure: one measurement out of what both servers said, and the history for the next one. */
export function composeLag(facts: CycleFacts): Omit<LagMeasurement, 'atMs'> {
  const { thresholdSeconds, nowMs } = facts;
  const before = facts.memory?.lag ?? null;
  const source = valueOf(facts.source);
  const all = valueOf(facts.subscriptions);
  const own = all === null ? null : ownSubscriptions(all, source, namesIn(before));
  const channels = (own ?? []).map((told) => {
    const slot = told.slot === null ? undefined : source?.slots.get(told.slot);
    const last = before?.channels.find(({ subscription }) => subscription?.id === told.id)?.subscription;
    const seen = seenBefore({ told, source, slot, last, before: facts.memory }, facts.measuredAt);
    return describeSubscription(told, source, slot, seen, valueOf(facts.coverages)?.get(told.id) ?? null);
  });
  const slot = source === null || own === null ? null : lastSlot(own, source);
  const sourcePosition = source?.position ?? null;
  const confirmed = slot?.confirmed ?? null;
  const behind = slot === null || slot.behind_bytes === null ? null : atLeastZero(BigInt(slot.behind_bytes));
  const history = appendSample(historyOf(facts.history, sourcePosition), {
    ...{ atMs: nowMs, sourcePosition, behind },
    written: sourcePosition === null ? null : count(sourcePosition),
  });
  const proven = provenLagSeconds(history, confirmed, nowMs, hasReached);
  const seconds = secondsBehind({ channels, history, confirmed, proven, behind });
  const reasons = [
    ...reasonsOf([facts.subscriptions, facts.source, facts.coverages]),
    ...absenceReasons(all, own, source),
  ];
  const lag: ReplicaLag = {
    measuredAt: facts.measuredAt,
    state: own === null ? 'unknown' : overallState(channels.map(({ state }) => state)),
    isStale: false,
    seconds,
    atLeastSeconds: proven === null ? null : Math.floor(proven),
    // Transactions are not numbered.
    transactionsBehind: null,
    domains: [],
    ...backlogOf(slot),
    predictedDrainSeconds: drainSeconds(seconds, history, channels.every(isMoving)),
    contradiction: null,
    thresholdSeconds,
    isOverThreshold: isOverThreshold(seconds, proven, thresholdSeconds),
    shownBy: 'SELECT * FROM pg_stat_subscription',
    ...{ channels, sourcePosition, targetPosition: confirmed },
    reason: reasons.length > 0 ? reasons.join(' ') : null,
  };
  return { lag, history, memory: remember(lag, facts.memory, { target: all, source }) };
}

function namesIn(before: ReplicaLag | null): ReadonlySet<string> {
  return new Set(before?.channels.map(({ name }) => name));
}

/** Samples of a source that stood further than it does now are of another one: it was restored, or failed over. */
function historyOf(history: readonly PositionSample[], position: string | null): readonly PositionSample[] {
  const last = history.findLast(({ written }) => written !== null)?.written ?? null;
  return position !== null && last !== null && count(position) < last ? [] : history;
}

/** The slot that is furthest behind: the target has what all of them have. null as soon as one is missing. */
function lastSlot(own: readonly ToldSubscription[], { slots }: SourceFacts): ToldSlot | null {
  let last: ToldSlot | null = null;
  for (const { slot: name } of own) {
    const slot = name === null ? undefined : slots.get(name);
    if (slot === undefined || slot.confirmed === null) return null;
    if (last === null || !hasReached(slot.confirmed, last.confirmed ?? slot.confirmed)) last = slot;
  }
  return last;
}

const isMoving = ({ state }: ReplicationChannel): boolean => state === 'applying' || state === 'idle';

/**
 * Seconds that the target is behind. What the server measures (replay_lag) counts from when a change was sent, so a target
 * that is hours behind and has just connected looks well; positions tell it. While none of the samples is reached, nobody
 * knows how long ago the target's position was the source's: null, and `atLeastSeconds` grows.
 */
function secondsBehind(seen: {
  channels: readonly ReplicationChannel[];
  history: readonly PositionSample[];
  confirmed: string | null;
  proven: number | null;
  behind: bigint | null;
}): number | null {
  const { channels, history, confirmed, proven, behind } = seen;
  if (confirmed === null || proven === null || behind === null || !channels.every(isMoving)) return null;
  if (behind === 0n) return 0;
  const oldest = history.find(({ sourcePosition }) => sourcePosition !== null)?.sourcePosition ?? null;
  if (oldest === null || !hasReached(confirmed, oldest)) return null;
  const told = channels.map(({ secondsBehind: seconds }) => seconds ?? 0);
  return Math.floor(Math.max(proven, ...told));
}

/** What is on its way at any moment is no backlog: rates of a few kilobytes more or less would make an hour of it. */
function drainSeconds(
  seconds: number | null,
  history: readonly PositionSample[],
  isMovingAtAll: boolean,
): number | null {
  if (seconds === 0) return 0;
  return isMovingAtAll ? predictedDrainSeconds(history) : null;
}

/** Without a connection nothing was sent: what a worker had received and not applied went with it. */
function backlogOf(slot: ToldSlot | null): Pick<ReplicaLag, 'notReceivedBytes' | 'notAppliedBytes'> {
  if (slot === null || slot.behind_bytes === null) return { notReceivedBytes: null, notAppliedBytes: null };
  const behind = Math.max(0, Number(slot.behind_bytes));
  if (slot.is_active !== true) return { notReceivedBytes: behind, notAppliedBytes: 0 };
  if (slot.not_sent_bytes === null) return { notReceivedBytes: null, notAppliedBytes: null };
  const notSent = Math.min(behind, Math.max(0, Number(slot.not_sent_bytes)));
  return { notReceivedBytes: notSent, notAppliedBytes: behind - notSent };
}

/** Servers that answered, and said that there is nothing. */
function absenceReasons(
  all: readonly ToldSubscription[] | null,
  own: readonly ToldSubscription[] | null,
  source: SourceFacts | null,
): string[] {
  const reasons: string[] = [];
  if (all !== null && own?.length === 0)
    reasons.push(
      all.length === 0
        ? 'The target has no subscription: run CREATE SUBSCRIPTION … there.'
        : `The target has no subscription in this database, but ${all.map(({ name, database }) => `"${name}" in the database ${database}`).join(', ')}: correct target.database in the configuration, or run CREATE SUBSCRIPTION in this one.`,
    );
  if (own?.length === 0 && source !== null && source.levelAdvice !== null) reasons.push(source.levelAdvice);
  if ([...(source?.slots.values() ?? [])].some((slot) => slot.is_active === true && slot.not_sent_bytes === null))
    reasons.push('The source hides how much it has sent: run GRANT pg_monitor there to our account.');
  if (source?.isStandby === true && source.slots.size === 0)
    reasons.push('The source is a standby, which cannot publish before PostgreSQL 16: name its primary as the source.');
  return reasons;
}

function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value;
}
