import type { Alert, AlertType } from '@cutover/contracts';
import type { AlertPolicy, Found, Quiet } from '../evidence/check.js';
import { wholeAction } from '../evidence/suggest.js';

/** An open alert and what its next step depends on. */
export interface AlertTrack {
  alert: Alert;
  /** Monotonic ms of the first bad sample this process saw; the wall clock may jump, so it plays no part in the hold. */
  heldSinceMs: number;
  /** Good samples in a row. */
  goodSamples: number;
  /** The sample judged last; null after a restart. */
  lastEvidence: string | null;
}

/** What one sample says of one subject. */
export type Observation = { kind: 'bad'; finding: Found } | Quiet;

/** `began`: pending now. `dropped`: was pending, never fired, is forgotten. `none`: no change of state. */
export type Transition = 'none' | 'began' | 'fired' | 'resolved' | 'dropped';

/** Both clocks at the moment of judgement. */
export interface Moment {
  /** Wall time, shown to people. */
  nowIso: string;
  /** Never jumps; for the hold time. */
  monotonicMs: number;
}

/** The policy with the configuration's figures filled in. */
export interface AlertLimits {
  holdMs: number;
  resolveSamples: number;
  minSamples: number;
}

/** Who an alert is: type + migration + subject. `newId` is used only when an alert begins. */
export interface AlertIdentity {
  type: AlertType;
  /** null: of backups. */
  migration: string | null;
  newId: () => string;
}

/** Fills a policy in from `alerts.*` of the configuration. */
export function limitsOf(policy: AlertPolicy, config: { holdSeconds: number; resolveSamples: number }): AlertLimits {
  return {
    holdMs: policy.hold === 'none' ? 0 : config.holdSeconds * 1000,
    resolveSamples: policy.resolve === 'at-once' ? 1 : config.resolveSamples,
    minSamples: policy.minSamples,
  };
}

/**
 * One step of inactive → pending → firing → resolved. `track` null is inactive; so is the answer's track after
 * `resolved` (its final form is in `alert`) and after `dropped`. Pure: the caller stores and publishes.
 *
 * A pending alert needs its condition without a break: one good sample drops it. A firing one needs
 * `resolveSamples` good samples in a row. Unknown samples change nothing. While a side
 * does not answer a pending one is forgotten, and a firing one stays. An explained one closes it at once. The same
 * sample judged twice counts once.
 */
export function advance(
  track: AlertTrack | null,
  observation: Observation,
  identity: AlertIdentity,
  limits: AlertLimits,
  now: Moment,
): { track: AlertTrack | null; alert: Alert | null; transition: Transition } {
  if (observation.kind === 'unknown') return { track, alert: track?.alert ?? null, transition: 'none' };
  if (observation.kind === 'unanswered')
    return track?.alert.state === 'pending'
      ? close(track, now)
      : { track, alert: track?.alert ?? null, transition: 'none' };
  if (observation.kind === 'explained')
    return track ? close(track, now) : { track: null, alert: null, transition: 'none' };
  if (observation.kind === 'bad') {
    const seen = track ? repeat(track, observation.finding) : begin(observation.finding, identity, now);
    return fireWhenDue(seen, track === null, limits, now);
  }
  return track ? calm(track, observation.evidence, limits, now) : { track: null, alert: null, transition: 'none' };
}

/** What an alert says of a finding. */
function shown(found: Found) {
  const { subject, severity, message } = found;
  return { subject, severity, message, action: wholeAction(found) };
}

function begin(finding: Found, { type, migration, newId }: AlertIdentity, now: Moment): AlertTrack {
  const alert: Alert = {
    ...{ id: newId(), type, migration },
    ...shown(finding),
    state: 'pending',
    activeAt: now.nowIso,
    firedAt: null,
    resolvedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    occurrences: 1,
  };
  return { alert, heldSinceMs: now.monotonicMs, goodSamples: 0, lastEvidence: finding.evidence };
}

function repeat(track: AlertTrack, finding: Found): AlertTrack {
  const { evidence } = finding;
  // After a restart the first sample may be the one judged last before it, so it is not counted again.
  const isNew = track.lastEvidence !== null && track.lastEvidence !== evidence;
  const occurrences = track.alert.occurrences + (isNew ? 1 : 0);
  return {
    ...track,
    alert: { ...track.alert, ...shown(finding), occurrences },
    goodSamples: 0,
    lastEvidence: evidence,
  };
}

function fireWhenDue(track: AlertTrack, isNew: boolean, limits: AlertLimits, now: Moment) {
  const isDue =
    track.alert.state === 'pending' &&
    now.monotonicMs - track.heldSinceMs >= limits.holdMs &&
    track.alert.occurrences >= limits.minSamples;
  if (!isDue) return { track, alert: track.alert, transition: isNew ? ('began' as const) : ('none' as const) };
  const alert: Alert = { ...track.alert, state: 'firing', firedAt: notBefore(now.nowIso, track.alert.activeAt) };
  return { track: { ...track, alert }, alert, transition: 'fired' as const };
}

function calm(track: AlertTrack, evidence: string, limits: AlertLimits, now: Moment) {
  if (track.alert.state === 'pending') return close(track, now);
  const goodSamples = track.goodSamples + (track.goodSamples > 0 && track.lastEvidence === evidence ? 0 : 1);
  if (goodSamples < limits.resolveSamples)
    return {
      track: { ...track, goodSamples, lastEvidence: evidence },
      alert: track.alert,
      transition: 'none' as const,
    };
  return close(track, now);
}

/** A pending alert is forgotten, a firing one resolved. */
function close({ alert }: AlertTrack, now: Moment) {
  if (alert.state === 'pending') return { track: null, alert, transition: 'dropped' as const };
  return { track: null, alert: resolve(alert, now.nowIso), transition: 'resolved' as const };
}

/** The alert as it is once resolved. */
export function resolve(alert: Alert, nowIso: string): Alert {
  return { ...alert, state: 'resolved', resolvedAt: notBefore(nowIso, alert.firedAt ?? alert.activeAt) };
}

/**
 * An open alert as it goes on after a restart: firing stays firing, with its acknowledgement. A pending one keeps
 * `activeAt`, but its hold begins anew, because no monotonic clock outlives a process: at most it fires one hold time late.
 */
export function restore(alert: Alert, monotonicMs: number): AlertTrack {
  return { alert, heldSinceMs: monotonicMs, goodSamples: 0, lastEvidence: null };
}

/** Keeps the instants of one alert in order when the wall clock was set back. ISO texts of one length compare as instants. */
function notBefore(instant: string, earliest: string): string {
  return instant < earliest ? earliest : instant;
}
