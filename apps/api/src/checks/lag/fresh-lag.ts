import type { ReplicaLag, ReplicationChannel, ReplicationState } from '@cutover/contracts';
import { nothingKnown, type CheckReading, type Found } from '../../evidence/check.js';
import type { Evidence } from '../../evidence/evidence.js';
import { runAsAdmin } from '../../evidence/suggest.js';

/** A finding of a lag check; the sample is the evidence. */
export type LagFinding = Omit<Found, 'evidence'>;

/** The lag when it says something: measured, not stale, and the state of replication is known. */
export function freshLag({ lag }: Evidence): ReplicaLag | null {
  return lag && !lag.isStale && lag.state !== 'unknown' ? lag : null;
}

/** A sample that is not stale, even if the state of replication is unknown: positions are proof without it. */
export function measuredLag({ lag }: Evidence): ReplicaLag | null {
  return lag && !lag.isStale ? lag : null;
}

/** States in which the target gets or applies nothing: replication checks name them, and what follows is not said again. */
export const standsStill: Record<ReplicationState, boolean> = {
  ...{ broken: true, stopped: true, 'receiving-only': true, 'not-configured': true },
  ...{ applying: false, idle: false, unknown: true },
};

/** Reads a check from a lag sample: unknown when there is no fresh one, otherwise a pass where nothing is found. */
export function readLag(evidence: Evidence, find: (lag: ReplicaLag) => LagFinding[]): CheckReading {
  const lag = freshLag(evidence);
  if (!lag) return nothingKnown;
  return {
    found: find(lag).map((found) => ({ ...found, evidence: lag.measuredAt })),
    rest: 'pass',
    otherwise: (subject) => {
      const isUnknown = lag.channels.some(
        (channel) => channelSubject(channel) === subject && channel.state === 'unknown',
      );
      return isUnknown ? { kind: 'unknown' } : { kind: 'pass', evidence: lag.measuredAt };
    },
  };
}

/** Reads a check of the replication threads: it passes only while replication moves. */
export function readReplication(evidence: Evidence, find: (lag: ReplicaLag) => LagFinding[]): CheckReading {
  const reading = readLag(evidence, find);
  const lag = freshLag(evidence);
  return lag !== null && standsStill[lag.state] ? { ...reading, rest: 'unknown' } : reading;
}

/** How findings name a channel or subscription; the default channel has no name of its own. */
export function channelSubject(channel: ReplicationChannel): string {
  if (channel.name === '') return 'default channel';
  return `${channel.subscription === undefined ? 'channel' : 'subscription'} ${channel.name}`;
}

/** What a channel's receiver does for the target. */
export type ReceiverWork = 'works' | 'dead' | 'unknown';

/**
 * Whether the receiver alone is the fault. A channel whose applier is stopped, or that is broken, has a finding of its own.
 * While the source is not up a receiver cannot but try to connect, which says nothing; connection-lost says the rest.
 */
export function judgeReceiver(channel: ReplicationChannel, isSourceUp: boolean): ReceiverWork {
  if (channel.state === 'broken' || channel.applier === 'stopped') return 'unknown';
  if (channel.receiver === 'running') return 'works';
  if (channel.receiver === 'stopped') return 'dead';
  return channel.receiver === 'connecting' && isSourceUp ? 'dead' : 'unknown';
}

/** What to do about a channel; at its end what the server itself says of the error, which names the row or the account. */
export function channelAction({ action, lastError }: ReplicationChannel): string {
  const said = lastError === null ? '' : ` The server says: ${lastError}`;
  return `${action ?? 'Look at the error log of the target.'}${said}`;
}

/** What to do about a channel whose threads were stopped without an error, and the statement where one is known. */
export function startOf(channel: ReplicationChannel, evidence: Evidence): Pick<LagFinding, 'action' | 'statements'> {
  const statements = runAsAdmin(evidence, 'target', channel.statement ?? null);
  if (statements.length === 0) return { action: channelAction(channel) };
  return { action: 'If nobody stopped it on purpose, start it, and look at the error log of the target.', statements };
}

/** What is wrong with a channel, as the end of a message. */
export function channelHeadline({ headline }: ReplicationChannel): string {
  return headline === null ? '' : `: ${headline}`;
}

/** Without any there is nothing that a check of subscriptions could pass on. */
export function hasSubscription({ lag }: Evidence): boolean {
  return lag?.channels.some(({ subscription }) => subscription !== undefined) === true;
}
