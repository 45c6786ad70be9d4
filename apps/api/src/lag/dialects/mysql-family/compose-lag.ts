import type { DomainLag, ReplicaLag, ReplicationChannel } from '@cutover/contracts';
import type { GtidMath } from '@cutover/databases/mysql-family';
import { byteBacklog, channelFrom, type ByteBacklog } from './binlog-distance.js';
import type { BinlogFiles } from './binlog-status.js';
import { describeChannel, worstSeconds } from './channel-state.js';
import { explainErrant } from './explain-errant.js';
import { overallState } from '../../overall-state.js';
import { reasonsOf, valueOf, type Lookup } from '../../lookup.js';
import type { LagMeasurement, LagMemory } from '../../lag-dialect.js';
import { appendSample, type PositionSample } from '../../lag-history.js';
import type { SourceFacts, TargetFacts } from './read-facts.js';
import { settleAhead } from './settle-ahead.js';
import { settleUnexplained } from './settle-unexplained.js';
import { predictedDrainSeconds } from '../../predicted-drain.js';
import { contradictionOf, isOverThreshold, provenLagSeconds } from '../../proven-lag.js';

/** Everything one cycle read, and when. */
export interface CycleFacts {
  target: TargetFacts;
  source: SourceFacts;
  /** Absent: they were not needed. */
  files?: Lookup<BinlogFiles>;
  sourceServerId: string | null;
  /** MySQL: under what the source's transactions stand; absent or null with MariaDB. */
  sourceUuid?: string | null;
  math: GtidMath;
  history: readonly PositionSample[];
  /** null: this is the first measurement. */
  memory: LagMemory | null;
  thresholdSeconds: number;
  /** UTC ISO text. */
  measuredAt: string;
  /** Monotonic milliseconds. */
  nowMs: number;
}

/** Pure: one measurement out of what both servers said, and the history for the next one. */
export function composeLag(facts: CycleFacts): Omit<LagMeasurement, 'atMs'> {
  const { target, source, math, nowMs, thresholdSeconds } = facts;
  const channels = valueOf(target.channels);
  const applied = valueOf(target.position);
  const sourceFacts = valueOf(source.position);
  const sourcePosition = sourceFacts?.position ?? null;
  const usesCurrentPos = channels?.some((channel) => channel.usesCurrentPos) ?? false;
  const compared = applied && sourceFacts ? math.compare(sourceFacts, applied, usesCurrentPos) : [];
  const { domains: heard, ahead } = settleAhead(compared, facts.sourceUuid ?? null, facts.memory?.marks['ahead'] ?? '');
  const domains = heard.map((domain) => settleUnexplained(domain, facts.memory?.lag ?? null, facts.measuredAt));
  const behind = applied && sourcePosition ? sumBehind(domains) : null;
  const written = sourcePosition === null ? null : math.count(sourcePosition);
  const history = appendSample(facts.history, { atMs: nowMs, sourcePosition, written, behind });
  const proven = provenLagSeconds(history, applied?.applied ?? null, nowMs, math.hasReached);
  const seconds = channels ? worstSeconds(channels) : null;
  const carrier = channels ? channelFrom(channels, facts.sourceServerId) : null;
  const bytes = byteBacklog(carrier, valueOf(source.binlog), facts.files ? valueOf(facts.files) : null);
  const isBehind = isTargetBehind(behind, bytes);
  const described = channels?.map((channel) => describeChannel(channel, isBehind)) ?? [];
  const reasons = [
    ...reasonsOf([
      target.channels,
      target.position,
      source.position,
      source.binlog,
      ...(facts.files ? [facts.files] : []),
    ]),
    ...absenceReasons(facts),
  ];
  const lag: ReplicaLag = {
    measuredAt: facts.measuredAt,
    state: channels ? overallState(described.map(({ state }) => state)) : 'unknown',
    isStale: false,
    seconds,
    atLeastSeconds: proven === null ? null : Math.floor(proven),
    transactionsBehind: behind === null ? null : String(behind),
    domains: domains.map(explainErrant),
    ...bytes,
    predictedDrainSeconds: canDrain(described) ? predictedDrainSeconds(history) : null,
    contradiction: contradictionOf(seconds, proven, behind),
    thresholdSeconds,
    isOverThreshold: isOverThreshold(seconds, proven, thresholdSeconds),
    channels: described,
    shownBy: 'SHOW REPLICA STATUS',
    sourcePosition,
    targetPosition: applied?.applied ?? null,
    reason: reasons.length ? reasons.join(' ') : null,
  };
  const isCompared = applied !== null && sourceFacts !== null;
  return {
    lag,
    history,
    memory: isCompared
      ? { lag, marks: { ahead } }
      : { lag: { ...lag, domains: facts.memory?.lag.domains ?? [] }, marks: facts.memory?.marks ?? {} },
  };
}

/** Transactions tell it best; without GTIDs the bytes do. null is unknown. */
function isTargetBehind(behind: bigint | null, { notReceivedBytes, notAppliedBytes }: ByteBacklog): boolean | null {
  if (behind !== null) return behind > 0n;
  return notReceivedBytes === null || notAppliedBytes === null ? null : notReceivedBytes + notAppliedBytes > 0;
}

/** Errant domains count as nothing: what only the target has is not lag. */
function sumBehind(domains: readonly DomainLag[]): bigint {
  return domains.reduce((sum, { transactionsBehind }) => sum + BigInt(transactionsBehind ?? 0), 0n);
}

/** Servers that answered, and said that there is nothing. */
function absenceReasons({ source, target }: CycleFacts): string[] {
  const isAbsent = (lookup: Lookup<unknown>): boolean =>
    lookup.isKnown && (lookup.value === null || (Array.isArray(lookup.value) && lookup.value.length === 0));
  const hasNoBinlog = isAbsent(source.binlog);
  return [
    isAbsent(target.channels)
      ? 'Replication is not configured on the target: run CHANGE MASTER TO … (CHANGE REPLICATION SOURCE TO …) and START REPLICA there, or correct the target in the configuration.'
      : '',
    hasNoBinlog ? 'The binary log of the source is off: turn log_bin on, or nothing can replicate.' : '',
    isAbsent(source.position) && !hasNoBinlog ? 'The source has no GTID position: transactions cannot be counted.' : '',
    isAbsent(target.position) && !isAbsent(target.channels)
      ? 'The target has no GTID position: replicate by GTID, or transactions cannot be counted.'
      : '',
  ].filter((reason) => reason !== '');
}

/** A backlog drains while every channel both receives and applies, and is not held back on purpose. */
function canDrain(channels: readonly ReplicationChannel[]): boolean {
  return channels.every(
    ({ receiver, applier, delaySeconds }) => receiver === 'running' && applier === 'running' && delaySeconds === 0,
  );
}
