import type { ReplicaLag, ReplicationChannel } from '@cutover/contracts';
import { nothingKnown, type Finding, type MigrationSnapshot, type RuleReading } from '../alert-rule.js';

/** A finding of a lag rule; the sample is the evidence. */
export type LagFinding = Omit<Finding, 'evidence'>;

/** The lag when it says something: measured, not stale, and the state of replication is known. */
export function freshLag({ lag }: MigrationSnapshot): ReplicaLag | null {
  return lag && !lag.isStale && lag.state !== 'unknown' ? lag : null;
}

/** Reads a rule from a lag sample: unknown when there is no fresh one, otherwise good where there is no finding. */
export function readLag(snapshot: MigrationSnapshot, find: (lag: ReplicaLag) => LagFinding[]): RuleReading {
  const lag = freshLag(snapshot);
  if (!lag) return nothingKnown;
  const evidence = lag.measuredAt;
  return {
    findings: find(lag).map((finding) => ({ ...finding, evidence })),
    otherwise: (subject) => {
      const isUnknown = lag.channels.some(
        (channel) => channelSubject(channel) === subject && channel.state === 'unknown',
      );
      return isUnknown ? { kind: 'unknown' } : { kind: 'good', evidence };
    },
  };
}

/** How alerts name a channel; the default channel has no name of its own. */
export function channelSubject(channel: ReplicationChannel): string {
  return channel.name === '' ? 'default channel' : `channel ${channel.name}`;
}

/** What a channel's receiver does for the target. */
export type ReceiverWork = 'works' | 'dead' | 'unknown';

/**
 * Whether the receiver alone is the fault. A channel whose applier is stopped, or that is broken, has an alert of its own.
 * While the source is not up a receiver cannot but try to connect, which says nothing; connection_lost says the rest.
 */
export function judgeReceiver(channel: ReplicationChannel, isSourceUp: boolean): ReceiverWork {
  if (channel.state === 'broken' || channel.applier === 'stopped') return 'unknown';
  if (channel.receiver === 'running') return 'works';
  if (channel.receiver === 'stopped') return 'dead';
  return channel.receiver === 'connecting' && isSourceUp ? 'dead' : 'unknown';
}

/** The end of an action: what the server itself says of the error, which names the row or the account. */
export function serverText({ lastError }: ReplicationChannel): string {
  return lastError === null ? '' : ` The server says: ${lastError}`;
}
